package io.logdrive.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a part of {@code benchmarks/tail} measures with: folders of files, and an agent at a time.
 *
 * <p>Confined to the main thread, except {@link #close}.
 *
 * @param files how many there are
 * @param busy how many of them are written to all the time
 */
record TailBench(
        Layout layout, Path scratch, Progress progress, int files, int busy, List<TailAgent> agents)
        implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    TailBench(Layout layout, Path scratch, Progress progress, int files, int busy) {
        this(layout, scratch, progress, files, busy, new CopyOnWriteArrayList<>());
    }

    /** An empty folder for files. */
    Path emptyFolder() throws IOException {
        return Files.createDirectory(Files.createTempDirectory(scratch, "tail").resolve("logs"));
    }

    /** The agent on all files of a folder, with nothing acknowledged yet. */
    TailAgent agent(Path folder, int port, String... more) throws IOException {
        TailAgent agent = TailAgent.start(layout, folder, port, more);
        agents.add(agent);
        return agent;
    }

    /** So many files of so many lines each. */
    List<Path> write(Path folder, int count, long lines) throws IOException {
        List<Path> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve("app-" + i + ".log");
            write(file, lines);
            written.add(file);
        }
        return written;
    }

    /** A file of so many lines. */
    static void write(Path file, long lines) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            LogBlock block = new LogBlock(String.valueOf(file.getFileName()));
            for (long left = lines; left > 0; ) {
                left -= block.write(out, left);
            }
        }
    }

    /** Ends what runs. */
    @Override
    public void close() {
        agents.forEach(TailAgent::close);
    }
}
