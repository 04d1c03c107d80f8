package io.logdrive.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/tls}: reads and checks the options.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/tls",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures what TLS costs on this machine: in each run the same lines once plain, once"
                    + " inside TLS to the intake port, and once with TLS between ingest and"
                    + " destination, as fast as they are taken. The agent sends through a process"
                    + " of this benchmark in each case, which speaks TLS in the second.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, every row there once and in order; 1 not; 2 wrong usage.",
            "It measures what is built: after a change of the sources, `mvn package` first."
        })
final class TlsCommand implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Mixin SharedOptions shared = new SharedOptions(DatabaseKind.H2);

    @Mixin LoadOptions load = new LoadOptions();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Lines sent before in each way, not counted; 0 for none (${DEFAULT-VALUE}).")
    long warmUp = 2_000_000;

    @Override
    public Integer call() throws Exception {
        List<String> problems = new ArrayList<>();
        load.check(problems, warmUp);
        shared.check(problems);
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Layout layout = Layout.ofSystem();
        TlsMeasurement measurement =
                new TlsMeasurement(
                        new TlsMeasurement.TlsPlan(
                                shared.database,
                                load.plan(warmUp, false),
                                load.runs,
                                shared.server(false)),
                        layout,
                        new Progress(spec.commandLine().getErr()));
        shared.show(spec, layout, measurement.run(SharedOptions.command(spec)));
        return 0;
    }
}
