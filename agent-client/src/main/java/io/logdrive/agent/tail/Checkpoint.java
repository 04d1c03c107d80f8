package io.logdrive.agent.tail;

import io.logdrive.agent.position.DurableFile;
import io.logdrive.agent.position.PositionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How far all files of one agent are acknowledged, in one file that is replaced as a whole.
 *
 * <p>Confined to the thread {@code agent-tail}.
 */
final class Checkpoint implements AutoCloseable {
    private final DurableFile file;
    private final List<LeftMark> known;
    private final boolean fresh;
    private String saved;

    private Checkpoint(DurableFile file, List<LeftMark> known, boolean fresh, String saved) {
        this.file = file;
        this.known = known;
        this.fresh = fresh;
        this.saved = saved;
    }

    /**
     * Reads it, or begins it.
     *
     * @throws PositionException when it cannot be used, or is damaged
     */
    static Checkpoint open(Path path) {
        DurableFile file;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            file = new DurableFile(path);
        } catch (IOException e) {
            throw unusable(path, e);
        }
        try {
            String text = file.read();
            List<LeftMark> known = text == null ? List.of() : read(path, text);
            return new Checkpoint(file, known, text == null, text == null ? "" : text);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e instanceof IOException io ? unusable(path, io) : (RuntimeException) e;
            } catch (IOException suppressed) {
                throw unusable(path, suppressed);
            }
        }
    }

    /**
     * Looks whether it could be used, and changes nothing.
     *
     * @return how many files it knows
     * @throws PositionException when it could not
     */
    static int check(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
                throw new IOException(existing + ": not a folder that may be written to");
            }
            return Files.exists(path) ? read(path, Files.readString(path)).size() : 0;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static List<LeftMark> read(Path path, String text) {
        try {
            return CheckpointText.read(text);
        } catch (IllegalArgumentException e) {
            throw new PositionException(
                    "checkpoint: expected one that an agent wrote, found "
                            + path
                            + " damaged: "
                            + e.getMessage()
                            + ". Put back a copy of it; without it all files are read from their"
                            + " beginning, and what is stored already is stored once more",
                    e);
        }
    }

    private static PositionException unusable(Path path, IOException cause) {
        return new PositionException(
                "checkpoint: expected a file that can be written, found "
                        + path
                        + " ("
                        + cause
                        + ")",
                cause);
    }

    /** What it said when it was opened. */
    List<LeftMark> known() {
        return known;
    }

    /** Whether there was none. */
    boolean isFresh() {
        return fresh;
    }

    /**
     * Returns when it is on disk.
     *
     * @throws IOException when that fails; nothing that is not in it may be sent
     */
    void save(List<FileMark> files, List<LeftMark> left) throws IOException {
        String text = CheckpointText.of(files, left);
        if (!text.equals(saved)) {
            file.replace(text);
            saved = text;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
