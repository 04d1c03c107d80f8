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

    @Spec CommandSpec spec;

    @Mixin SharedOptions shared = new SharedOptions(DatabaseKind.H2);

    @Mixin LoadOptions load = new LoadOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Lines sent before, not counted, while the JVM compiles what is hot; 0 for"
                            + " none (${DEFAULT-VALUE}).")
    long warmUp = 5_000_000;

    @Option(
            names = "--ack",
            description = "Send by the Forward protocol, each chunk acknowledged once on disk.")
    boolean acknowledged;

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
                        load.plan(warmUp, acknowledged),
                        load.runs,
                        fresh,
                        !noFloors,
                        shared.server(apart),
                        recording == null ? null : recording.toAbsolutePath(),
                        flameGraph == null ? null : flameGraph.toAbsolutePath());
        Layout layout = Layout.ofSystem();
        Measurement measurement =
                new Measurement(plan, layout, new Progress(spec.commandLine().getErr()));
        shared.show(spec, layout, measurement.run(SharedOptions.command(spec)));
        return 0;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        load.check(problems, warmUp);
        shared.check(problems);
        expectFolder(problems, "--jfr", recording);
        expectFolder(problems, "--flame-graph", flameGraph);
        return problems;
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
