package io.logdrive.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/accuracy}: parses real logs, and says of how many lines time, level and
 * component are those of the ground truth.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/accuracy",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Parses logs of real systems whose time, level and component people have written down"
                    + " for each line (NAME_2k.log and NAME_2k.structured.csv, as Loghub publishes"
                    + " them), and counts the lines of which the record says the same.",
            ""
        },
        footer = {"", "Exit status: 0 measured; 1 not; 2 wrong usage."})
final class AccuracyCommand implements Callable<Integer> {
    private static final String TABLE =
            """
            | log | configuration | lines | time | level | component | all |
            |---|---|---:|---:|---:|---:|---:|
            """;

    @Spec CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "Where they are.")
    Path folder;

    @Option(names = "--record", description = "Write the result to benchmarks/RESULTS.md, too.")
    boolean recordResult;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(), "FOLDER: expected a folder, found " + folder);
        }
        Layout layout = Layout.ofSystem();
        String report =
                Machine.heading(layout.root(), SharedOptions.command(spec))
                        + "- in %: of how many lines the record says the same as the ground truth\n"
                        + "\n"
                        + TABLE
                        + rows(layout);
        SharedOptions.show(spec, layout, report, recordResult);
        return 0;
    }

    /** The tests know the ground truth: they run as a process of their own. */
    private String rows(Layout layout) throws IOException, InterruptedException {
        Path target = layout.root().resolve("ingest-war/target");
        String classes =
                String.join(
                        File.pathSeparator,
                        target.resolve("test-classes").toString(),
                        target.resolve("classes").toString(),
                        Files.readString(target.resolve("fuzz-classpath")));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        layout.tool("java").toString(),
                                        "-cp",
                                        classes,
                                        "io.logdrive.ingest.process.RealLogAccuracy",
                                        folder.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0 || rows.isEmpty()) {
            throw new BenchmarkException(
                    "logs in " + folder + ": expected to read them, found exit code " + exit);
        }
        return rows;
    }
}
