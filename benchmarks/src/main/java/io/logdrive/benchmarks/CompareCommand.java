package io.logdrive.benchmarks;

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
 * {@code benchmarks/compare}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures Logdrive and the distribution's rsyslog beside each other in the same run:"
                + " the same lines by the same agent over loopback TCP, from the first byte sent to"
                + " the last line at rest.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, every line there once and whole; 1 not; 2 wrong usage, or"
                    + " rsyslog is not installed.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class CompareCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(
            names = "--peers",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Which ones, of ${COMPLETION-CANDIDATES} (all but rsyslog-file-synced, which"
                            + " takes a few thousand lines/s).")
    List<PeerKind> peers =
            List.of(
                    PeerKind.LOGDRIVE_POSTGRESQL,
                    PeerKind.LOGDRIVE_H2,
                    PeerKind.RSYSLOG_POSTGRESQL_DISK,
                    PeerKind.RSYSLOG_POSTGRESQL_ASSISTED,
                    PeerKind.RSYSLOG_FILE_MEMORY,
                    PeerKind.RSYSLOG_FILE_DISK);

    @Mixin LoadOptions load = new LoadOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Lines sent to each Logdrive before, not counted, while the JVM compiles what"
                            + " is hot; 0 for none (${DEFAULT-VALUE}). rsyslog gets 20,000 numbered"
                            + " lines, by which it is checked that none is lost or cut.")
    long warmUp = 5_000_000;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of Logdrive, as in its configuration file; repeatable.")
    Map<String, String> settings = new LinkedHashMap<>();

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
        Comparison comparison =
                new Comparison(
                        layout,
                        List.copyOf(peers),
                        load.plan(warmUp, false),
                        new Server.Options(false, settings, ""),
                        new Progress(spec.commandLine().getErr()));
        String report = comparison.run(SharedOptions.command(spec), load.runs);
        SharedOptions.show(spec, layout, report, recordResult);
        return 0;
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (peers.isEmpty()) {
            problems.add("--peers: expected at least one, found none");
        }
        load.check(problems, warmUp);
        SharedOptions.expectKeys(problems, settings);
        return problems;
    }
}
