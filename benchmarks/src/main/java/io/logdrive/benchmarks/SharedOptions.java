package io.logdrive.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The options that the commands with one database have: of what the result is, and where it goes.
 *
 * <p>Confined to the main thread.
 */
final class SharedOptions {
    @Option(
            names = "--database",
            paramLabel = "NAME",
            description =
                    "h2, postgresql (started for this, from Maven) or sqlite (${DEFAULT-VALUE}).")
    DatabaseKind database;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the server, as in its configuration file; repeatable.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--java-opts",
            paramLabel = "TEXT",
            description = "More JVM options of the server, behind payara/run's own.")
    String javaOptions = "";

    @Option(names = "--record", description = "Write the result to benchmarks/RESULTS.md, too.")
    boolean recordResult;

    SharedOptions(DatabaseKind database) {
        this.database = database;
    }

    void check(List<String> problems) {
        expectKeys(problems, settings);
    }

    static void expectKeys(List<String> problems, Map<String, String> settings) {
        for (String key : settings.keySet()) {
            if (!key.startsWith("logdrive.")) {
                problems.add("--set: expected a key that begins with logdrive., found " + key);
            }
        }
    }

    /** How servers are started. */
    Server.Options server(boolean apart) {
        return new Server.Options(apart, settings, javaOptions);
    }

    /** Prints {@code report}, and writes it to RESULTS.md if that is asked for. */
    void show(CommandSpec spec, Layout layout, String report) throws IOException {
        show(spec, layout, report, recordResult);
    }

    static void show(CommandSpec spec, Layout layout, String report, boolean recorded)
            throws IOException {
        spec.commandLine().getOut().print(report);
        spec.commandLine().getOut().flush();
        if (recorded) {
            new ResultsFile(layout.results()).append(report);
        }
    }

    /** What was typed. */
    static String command(CommandSpec spec) {
        return (spec.name()
                        + " "
                        + String.join(" ", spec.commandLine().getParseResult().originalArgs()))
                .strip();
    }
}
