package io.logdrive.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/run}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures Logdrive end to end with its real processes on this machine: the agent sends"
                    + " N lines as fast as they are taken, from the first byte sent to the last row"
                    + " committed. Beside it, in the same run, the floors: the same rows by a bare"
                    + " JDBC loop, or COPY into PostgreSQL, and the agent into a socket that"
                    + " discards.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, every row there once and in order; 1 not; 2 wrong usage.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class RunCommand implements Callable<Integer> {
    static final long LINES_MIN = 1_000;
    private static final long LINES_MAX = 1_000_000_000;
    private static final int CONNECTIONS_MAX = 10_000;
    private static final int RUNS_MAX = 1_000;

    @Spec CommandSpec spec;

    @Mixin SharedOptions shared = new SharedOptions(DatabaseKind.H2);

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
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Lines sent before, not counted, while the JVM compiles what is hot; 0 for"
                            + " none (${DEFAULT-VALUE}).")
    long warmUp = 5_000_000;

    @Option(
            names = "--line-bytes",
            paramLabel = "N",
            description = "About how long each line is (${DEFAULT-VALUE}).")
    int lineBytes = 150;

    @Option(
            names = "--apart",
            description = "Two servers, one for each WAR, instead of one for both.")
    boolean apart;

    @Option(
            names = "--fresh",
            description = "A new server with empty data for each run, warmed up anew.")
    boolean fresh;

    @Option(
            names = "--no-floors",
            description = "Without the floors, and so without ratios to them.")
    boolean noFloors;

    @Option(
            names = "--jfr",
            paramLabel = "FILE",
            description = "Record the server's counted runs with JFR (profile settings) to FILE.")
    @Nullable Path recording;

    @Option(
            names = "--flame-graph",
            paramLabel = "FILE",
            description = "Record them so, too, and write where their CPU time went to FILE, HTML.")
    @Nullable Path flameGraph;

    @Override
    public Integer call() throws Exception {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Plan plan =
                new Plan(
                        shared.database,
                        new Plan.Load(lines, List.copyOf(connections), lineBytes, warmUp),
                        runs,
                        fresh,
                        !noFloors,
                        shared.server(apart),
                        recording == null ? null : recording.toAbsolutePath(),
                        flameGraph == null ? null : flameGraph.toAbsolutePath());
        Layout layout = Layout.ofSystem();
        Measurement measurement = new Measurement(plan, layout, spec.commandLine().getErr());
        shared.show(spec, layout, measurement.run(SharedOptions.command(spec)));
        return 0;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        expectLoad(problems, new Plan.Load(lines, connections, lineBytes, warmUp), runs);
        shared.check(problems);
        expectFolder(problems, "--jfr", recording);
        expectFolder(problems, "--flame-graph", flameGraph);
        return problems;
    }

    static void expectLoad(List<String> problems, Plan.Load load, int runs) {
        expect(problems, "--lines", load.lines(), LINES_MIN, LINES_MAX);
        if (load.connections().isEmpty()) {
            problems.add("--connections: expected at least one number, found none");
        }
        for (int count : load.connections()) {
            expect(problems, "--connections", count, 1, CONNECTIONS_MAX);
        }
        expect(problems, "--runs", runs, 1, RUNS_MAX);
        if (load.warmUp() != 0) {
            expect(problems, "--warm-up", load.warmUp(), LINES_MIN, LINES_MAX);
        }
        expect(problems, "--line-bytes", load.lineBytes(), 150, 65_536);
    }

    private static void expectFolder(List<String> problems, String option, @Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            problems.add(option + ": expected a file in a folder that is there, found " + file);
        }
    }

    static void expect(List<String> problems, String option, long found, long min, long max) {
        if (found < min || found > max) {
            problems.add(option + ": expected " + min + ".." + max + ", found " + found);
        }
    }
}
