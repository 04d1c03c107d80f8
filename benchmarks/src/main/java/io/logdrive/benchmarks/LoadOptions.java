package io.logdrive.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that say what is sent, of the commands that send as fast as lines are taken.
 *
 * <p>Confined to the main thread.
 */
final class LoadOptions {
    private static final long LINES_MAX = 1_000_000_000;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int RUNS_MAX = 1_000;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Lines of a run (default: ${DEFAULT-VALUE}).")
    long lines = 1_000_000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            split = ",",
            description = "Connections they are dealt out to, a measurement for each (1,4).")
    List<Integer> connections = List.of(1, 4);

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Repeat all of it N times: minimum, median, maximum (${DEFAULT-VALUE}).")
    int runs = 1;

    @Option(
            names = "--line-bytes",
            paramLabel = "N",
            description = "About how long each line is (${DEFAULT-VALUE}).")
    int lineBytes = 150;

    /** What is sent, after {@code warmUp} lines that are not counted. */
    Plan.Load plan(long warmUp, boolean acknowledged) {
        return new Plan.Load(lines, List.copyOf(connections), lineBytes, warmUp, acknowledged);
    }

    void check(List<String> problems, long warmUp) {
        RunCommand.expect(problems, "--lines", lines, RunCommand.LINES_MIN, LINES_MAX);
        if (connections.isEmpty()) {
            problems.add("--connections: expected at least one number, found none");
        }
        for (int count : connections) {
            RunCommand.expect(problems, "--connections", count, 1, CONNECTIONS_MAX);
        }
        RunCommand.expect(problems, "--runs", runs, 1, RUNS_MAX);
        if (warmUp != 0) {
            RunCommand.expect(problems, "--warm-up", warmUp, RunCommand.LINES_MIN, LINES_MAX);
        }
        RunCommand.expect(problems, "--line-bytes", lineBytes, 150, 65_536);
    }
}
