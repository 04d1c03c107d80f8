package io.logdrive.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/tail}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/tail",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures the agent that tails files, into a receiver that acknowledges and forgets."
                    + " Without --steady, --full, --large and --start all four are measured.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, every line came once and in order; 1 not; 2 wrong usage.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class TailCommand implements Callable<Integer> {
    private static final double GIBIBYTES_MAX = 1_000;

    @Spec CommandSpec spec;

    @Option(
            names = "--steady",
            description =
                    "Write --rate lines/s to the busy files, and a line now and then to the"
                            + " others.")
    boolean steady;

    @Option(
            names = "--full",
            description = "Read --lines that are there already; floors and rsyslog beside it.")
    boolean full;

    @Option(
            names = "--large",
            description = "A small file that grows while one of --gibibytes is read.")
    boolean large;

    @Option(names = "--start", description = "From the start to acknowledgements; and idle.")
    boolean start;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "How many files there are (${DEFAULT-VALUE}).")
    int files = 1_000;

    @Option(
            names = "--busy",
            paramLabel = "N",
            description = "How many of them are written all the time (${DEFAULT-VALUE}).")
    int busy = 20;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Lines/s of --steady (${DEFAULT-VALUE}).")
    int rate = 100_000;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long --steady measures (${DEFAULT-VALUE}).")
    int seconds = 60;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "Lines of --full (${DEFAULT-VALUE}).")
    long lines = 10_000_000;

    @Option(names = "--runs", paramLabel = "N", description = "Runs of --full (${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--gibibytes",
            paramLabel = "N",
            description = "The large file of --large (${DEFAULT-VALUE}).")
    double gibibytes = 10;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description = "How long --start lets it idle (${DEFAULT-VALUE}).")
    int idleSeconds = 60;

    @Option(names = "--record", description = "Write the result to benchmarks/RESULTS.md, too.")
    boolean recordResult;

    @Override
    public Integer call() throws Exception {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Layout layout = Layout.ofSystem();
        TailMeasurement measurement =
                new TailMeasurement(layout, new Progress(spec.commandLine().getErr()), files, busy);
        String report = measurement.run(SharedOptions.command(spec), parts());
        SharedOptions.show(spec, layout, report, recordResult);
        return 0;
    }

    private List<TailPart> parts() {
        boolean all = !(steady || full || large || start);
        List<TailPart> parts = new ArrayList<>();
        if (all || steady) {
            parts.add(new SteadyTailPart(rate, seconds));
        }
        if (all || full) {
            parts.add(new FullTailPart(lines, runs));
        }
        if (all || large) {
            parts.add(new LargeFilePart(gibibytes));
        }
        if (all || start) {
            parts.add(new QuietTailPart(idleSeconds));
        }
        return parts;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        RunCommand.expect(problems, "--files", files, 2, 100_000);
        RunCommand.expect(problems, "--busy", busy, 1, Math.max(1, files - 1));
        RunCommand.expect(problems, "--rate", rate, 1, 10_000_000);
        RunCommand.expect(problems, "--seconds", seconds, 1, 86_400);
        RunCommand.expect(problems, "--lines", lines, RunCommand.LINES_MIN, 1_000_000_000);
        RunCommand.expect(problems, "--runs", runs, 1, 1_000);
        if (!(gibibytes > 0 && gibibytes <= GIBIBYTES_MAX)) {
            problems.add(
                    Markdown.text(
                            "--gibibytes: expected more than 0 and at most %.0f, found %s",
                            GIBIBYTES_MAX, gibibytes));
        }
        RunCommand.expect(problems, "--idle", idleSeconds, 1, 86_400);
        return problems;
    }
}
