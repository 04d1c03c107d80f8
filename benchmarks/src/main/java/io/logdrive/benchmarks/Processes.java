package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process and those that it starts and waits for: PostgreSQL's.
 *
 * <p>Immutable.
 *
 * @param parent the first one
 */
record Processes(ProcessHandle parent) {
    /** The server whose files are in {@code folder}. */
    static Processes ofPostmaster(Path folder) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0));
        return new Processes(
                ProcessHandle.of(pid)
                        .orElseThrow(
                                () ->
                                        new BenchmarkException(
                                                "PostgreSQL: expected process " + pid)));
    }

    /** Of all that run and of all that have ended. */
    double cpuSeconds() throws IOException {
        String stat = ProcFiles.read(parent.pid(), "stat");
        return ProcFiles.cpuSeconds(stat)
                + ProcFiles.childrenCpuSeconds(stat)
                + parent.children().mapToDouble(Processes::running).sum();
    }

    /** What all that run and all that have ended made the kernel write. */
    long writtenBytes() throws IOException {
        return ProcFiles.writtenBytes(ProcFiles.read(parent.pid(), "io"))
                + parent.children().mapToLong(Processes::runningWritten).sum();
    }

    private static long runningWritten(ProcessHandle child) {
        try {
            return ProcFiles.writtenBytes(ProcFiles.read(child.pid(), "io"));
        } catch (IOException e) {
            // As above.
            return 0;
        }
    }

    private static double running(ProcessHandle child) {
        try {
            return ProcFiles.cpuSeconds(ProcFiles.read(child.pid(), "stat"));
        } catch (IOException e) {
            // It ended between the two looks; the next sum has it among those that ended.
            return 0;
        }
    }
}
