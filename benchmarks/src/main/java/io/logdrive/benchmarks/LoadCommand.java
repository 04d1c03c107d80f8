package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/load}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/load",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures Logdrive over time with its real processes on this machine: a rate that is"
                    + " kept, a backlog, the latency, many connections, a large table, and what it"
                    + " takes when idle. Each part has data of its own; at least one must be asked"
                    + " for. With --record charts are written to benchmarks/charts, too.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, every row there once and in order; 1 not; 2 wrong usage.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class LoadCommand implements Callable<Integer> {
    private static final long LINES_MAX = 1_000_000_000;
    private static final int RATE_MAX = 10_000_000;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final double MINUTES_MIN = 0.01;
    private static final double MINUTES_MAX = 24 * 60;

    /** What a process has open beside its connections. */
    private static final int FILES_BESIDE = 2_000;

    @Spec CommandSpec spec;

    @Mixin SharedOptions shared = new SharedOptions(DatabaseKind.H2);

    @Option(
            names = "--sustain",
            paramLabel = "RATE",
            description = "Send RATE lines/s for --minutes, looked at each second.")
    int sustain;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description =
                    "Send N lines while the destination is stopped, then start it: by tenths."
                            + " A server for each WAR.")
    long backlog;

    @Option(
            names = "--latency",
            paramLabel = "RATE",
            description = "Send RATE lines/s for --minutes: from the receipt to commit and tail.")
    int latency;

    @Option(
            names = "--connections-curve",
            paramLabel = "N",
            split = ",",
            description = "Send --lines over so many connections, one after the other.")
    List<Integer> connections = List.of();

    @Option(
            names = "--table-curve",
            paramLabel = "N",
            split = ",",
            description = "Send --lines when there are so many rows already.")
    List<Long> rows = List.of();

    @Option(
            names = "--footprint",
            description = "How fast server and agent start, and what they take when idle.")
    boolean footprint;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long --sustain and --latency send (${DEFAULT-VALUE}).")
    double minutes = 1;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Lines of a run of the curves (${DEFAULT-VALUE}).")
    long lines = 1_000_000;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each point of the curves (${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Over how many days the rows of --table-curve are (${DEFAULT-VALUE}).")
    int days = 1;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description = "How long --footprint lets it idle (${DEFAULT-VALUE}).")
    int idleSeconds = 60;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Lines sent to each server before, not counted; 0 for none (${DEFAULT-VALUE}).")
    long warmUp = 5_000_000;

    @Option(
            names = "--apart",
            description = "Two servers, one for each WAR, instead of one for both.")
    boolean apart;

    @Override
    public Integer call() throws Exception {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Map<String, String> ofDatabase = new LinkedHashMap<>();
        if (latency > 0 && shared.database == DatabaseKind.POSTGRESQL) {
            ofDatabase.put("track_commit_timestamp", "on");
        }
        LoadPlan plan =
                new LoadPlan(
                        shared.database,
                        ofDatabase,
                        shared.server(apart),
                        warmUp,
                        parts(),
                        shared.recordResult);
        Layout layout = Layout.ofSystem();
        LoadMeasurement measurement =
                new LoadMeasurement(plan, layout, new Progress(spec.commandLine().getErr()));
        shared.show(spec, layout, measurement.run(SharedOptions.command(spec)));
        return 0;
    }

    private List<LoadPart> parts() {
        List<LoadPart> parts = new ArrayList<>();
        if (sustain > 0) {
            parts.add(new SustainPart(sustain, minutes));
        }
        if (backlog > 0) {
            parts.add(new BacklogPart(backlog));
        }
        if (latency > 0) {
            parts.add(new LatencyPart(latency, minutes));
        }
        if (!connections.isEmpty()) {
            parts.add(new ConnectionsPart(connections, lines, runs));
        }
        if (!rows.isEmpty()) {
            parts.add(new TablePart(rows, days, lines, runs));
        }
        if (footprint) {
            parts.add(new FootprintPart(Duration.ofSeconds(idleSeconds)));
        }
        return parts;
    }

    private List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        RunCommand.expect(problems, "--sustain", sustain, 0, RATE_MAX);
        if (backlog != 0) {
            RunCommand.expect(problems, "--backlog", backlog, RunCommand.LINES_MIN, LINES_MAX);
        }
        RunCommand.expect(problems, "--latency", latency, 0, RATE_MAX);
        long files = ProcFiles.openFilesMax(Files.readString(Path.of("/proc/self/limits")));
        for (int count : connections) {
            RunCommand.expect(problems, "--connections-curve", count, 1, CONNECTIONS_MAX);
            if (count + FILES_BESIDE > files) {
                problems.add(
                        "ulimit -n: expected at least "
                                + (count + FILES_BESIDE)
                                + " for "
                                + count
                                + " connections, found "
                                + files);
            }
        }
        for (long count : rows) {
            RunCommand.expect(problems, "--table-curve", count, 0, LINES_MAX);
        }
        if (!(minutes >= MINUTES_MIN && minutes <= MINUTES_MAX)) {
            problems.add(
                    "--minutes: expected "
                            + MINUTES_MIN
                            + ".."
                            + MINUTES_MAX
                            + ", found "
                            + minutes);
        }
        RunCommand.expect(problems, "--lines", lines, RunCommand.LINES_MIN, LINES_MAX);
        RunCommand.expect(problems, "--runs", runs, 1, 1_000);
        RunCommand.expect(problems, "--days", days, 1, 300);
        RunCommand.expect(problems, "--idle", idleSeconds, 1, 86_400);
        if (warmUp != 0) {
            RunCommand.expect(problems, "--warm-up", warmUp, RunCommand.LINES_MIN, LINES_MAX);
        }
        shared.check(problems);
        if (problems.isEmpty() && parts().isEmpty()) {
            problems.add("benchmarks/load: expected a part to measure, found none (see --help)");
        }
        return problems;
    }
}
