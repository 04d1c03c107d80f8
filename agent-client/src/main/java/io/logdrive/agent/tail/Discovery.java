package io.logdrive.agent.tail;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of all inputs.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class Discovery {
    private List<Input> inputs;
    private final String own;
    private final Set<Path> folders = new LinkedHashSet<>();
    private final Set<Path> unlisted = new HashSet<>();

    /**
     * @param checkpoint the agent's own file, which it must not read
     */
    Discovery(List<Input> inputs, Path checkpoint) {
        this.inputs = inputs;
        this.own = checkpoint.toAbsolutePath().normalize().toString();
    }

    /** What is looked for from now on. */
    void inputs(List<Input> others) {
        inputs = others;
    }

    /** All files there are by now, each with the first input that wants it. */
    Map<Path, Input> scan() {
        folders.clear();
        unlisted.clear();
        Map<Path, Input> found = new LinkedHashMap<>();
        for (Input input : inputs) {
            for (PathPattern include : input.config().include()) {
                scan(input, include, found);
            }
        }
        return found;
    }

    /**
     * Where the last scan could not look, though something is there: files in and below them are
     * neither found nor missing.
     */
    Set<Path> unlisted() {
        return unlisted;
    }

    /** The folders the last scan looked into: what is new there is new to us. */
    Set<Path> folders() {
        return folders;
    }

    private void scan(Input input, PathPattern include, Map<Path, Input> found) {
        try {
            Files.walkFileTree(
                    include.base(),
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    include.depth(),
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            folders.add(folder);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && wanted(input, include, file)) {
                                found.putIfAbsent(file, input);
                            } else if (attributes.isSymbolicLink()) {
                                leadsNowhere(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            failed(file, e);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder, @Nullable IOException e) {
                            if (e != null) {
                                failed(folder, e);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            failed(include.base(), e);
        }
    }

    /** A link that cannot be followed: to nothing, or to what cannot be looked at. */
    private void leadsNowhere(Path link) {
        try {
            Files.readAttributes(link, BasicFileAttributes.class);
        } catch (IOException e) {
            failed(link, e);
        }
    }

    /** What is not there yet, or not any more, a later scan looks for again. */
    private void failed(Path path, IOException why) {
        boolean gone = why instanceof NoSuchFileException || why instanceof NotDirectoryException;
        if (!gone && !(why instanceof FileSystemLoopException)) {
            unlisted.add(path);
        }
    }

    private boolean wanted(Input input, PathPattern include, Path file) {
        return include.matches(file)
                && !file.toString().startsWith(own)
                && input.config().exclude().stream().noneMatch(p -> p.matches(file));
    }
}
