package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent that tails, as its users start it, with 64 MiB of heap.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class TailAgent implements AutoCloseable {
    static final String HEAP = "-Xmx64m";

    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path output;
    private final Path gcLog;
    private final long startedNanos;

    private TailAgent(Process process, Path output, Path gcLog, long startedNanos) {
        this.process = process;
        this.output = output;
        this.gcLog = gcLog;
        this.startedNanos = startedNanos;
    }

    /** On all files of {@code folder}; what it keeps and says is beside that. */
    static TailAgent start(Layout layout, Path folder, int port, String... more)
            throws IOException {
        Path output = Files.createTempFile(folder.resolveSibling("."), "agent", ".out");
        Path gcLog = output.resolveSibling(output.getFileName() + ".gc");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                layout.tool("java").toString(),
                                HEAP,
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Xlog:gc:file=" + gcLog));
        command.addAll(
                List.of(
                        "-jar",
                        layout.agent().toString(),
                        "tail",
                        folder + "/*.log",
                        "--checkpoint=" + output + ".checkpoint",
                        "--server=127.0.0.1:" + port));
        command.addAll(List.of(more));
        long started = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new TailAgent(process, output, gcLog, started);
    }

    long startedNanos() {
        return startedNanos;
    }

    double cpuSeconds() throws IOException {
        return ProcFiles.cpuSeconds(ProcFiles.read(process.pid(), "stat"));
    }

    /** The most memory it has had. */
    double peakMebibytes() throws IOException {
        return ProcFiles.peakKilobytes(ProcFiles.read(process.pid(), "status")).orElse(0) / 1024.0;
    }

    double residentMebibytes() throws IOException {
        return ProcFiles.residentKilobytes(ProcFiles.read(process.pid(), "status")) / 1024.0;
    }

    /** How many descriptors it has open. */
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** How full its heap was after the fullest of its collections, at most. */
    double heapAfterMebibytes() throws IOException {
        Sample after = GcLog.mebibytesAfter(Files.readString(gcLog), 0);
        return after.isEmpty() ? 0 : after.max();
    }

    /** How often the collector stopped it, and how long in all. */
    GcLog.GcFigures collections() throws IOException {
        return GcLog.figures(Files.readString(gcLog), 0);
    }

    /** Waits a while, and fails when it ends meanwhile. */
    void awaitWhileRunning(long millis) throws IOException, InterruptedException {
        if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new BenchmarkException(
                    "agent: expected to run, found exit status "
                            + process.exitValue()
                            + ":\n"
                            + Files.readString(output));
        }
    }

    /** Ends it in order. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new BenchmarkException(
                    "agent: expected to stop in order, found:\n" + Files.readString(output));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
