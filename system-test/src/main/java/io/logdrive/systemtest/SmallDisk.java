package io.logdrive.systemtest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of its own in a file, mounted over a folder, that can be filled to the brim in no
 * time. It takes root. A guard unmounts it however this JVM dies.
 *
 * <p>Confined to the thread of the drill.
 */
final class SmallDisk implements AutoCloseable {
    /** Below that, what is left is the file system's own rounding. */
    private static final long BRIM_BYTES = 4096;

    private final Path folder;
    private final Path image;
    private final Process guard;
    private final List<Path> fillings = new ArrayList<>();

    private SmallDisk(Path folder, Path image, Process guard) {
        this.folder = folder;
        this.image = image;
        this.guard = guard;
    }

    /** Why this machine cannot do it, by trying; empty when it can. */
    static String whyNot(Path scratch) {
        try (SmallDisk disk = mount(scratch.resolve("try-mount"), 16 << 20)) {
            return disk.usableBytes() > 0 ? "" : "the file system has no room";
        } catch (IllegalStateException | UncheckedIOException e) {
            return FaultCrew.firstLine(e);
        }
    }

    /** Makes {@code folder} a file system of this size. */
    static SmallDisk mount(Path folder, long bytes) {
        Path image = folder.resolveSibling(folder.getFileName() + ".img");
        try {
            Files.createDirectories(folder);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(bytes);
            }
            run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
            run("mount", "-o", "loop", image.toString(), folder.toString());
            Process guard =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "trap '' INT TERM HUP; cat > /dev/null; umount -l \"$0\"",
                                    folder.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new SmallDisk(folder, image, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot mount", e);
        }
    }

    long usableBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all that is free; how much that was. Who writes meanwhile gets some of it. */
    long fill() {
        long filled = 0;
        long next = usableBytes();
        while (next >= BRIM_BYTES) {
            Path filling = folder.resolve("filling-" + fillings.size());
            fillings.add(filling);
            if (allocate(filling, next)) {
                filled += next;
                next = usableBytes();
            } else {
                next = Math.min(next / 2, usableBytes());
            }
        }
        return filled;
    }

    /** Gives back what {@link #fill} took. */
    void free() {
        try {
            for (Path filling : fillings) {
                Files.deleteIfExists(filling);
            }
            fillings.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // The guard's pipe ends: it unmounts, also while a file is open.
        try {
            guard.getOutputStream().close();
            guard.waitFor();
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean allocate(Path file, long bytes) {
        try {
            run("fallocate", "-l", Long.toString(bytes), file.toString());
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .start();
            String said =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command[0] + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + ": cannot run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command[0] + ": interrupted", e);
        }
    }
}
