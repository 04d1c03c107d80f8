package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/micro}: has JMH run the benchmarks of each module, in processes of their own,
 * and makes one table of what it says.
 *
 * <p>Confined to the main thread.
 */
@Command(
        name = "benchmarks/micro",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "",
            "Measures the product's own hot code by JMH (src/micro/java of each module):"
                    + " nanoseconds and bytes of heap for each line or record, for a chunk where it"
                    + " says so.",
            ""
        },
        footer = {"", "Exit status: 0 measured; 1 not, or --guard found more; 2 wrong usage."})
final class MicroCommand implements Callable<Integer> {
    /** The modules that have benchmarks. */
    private static final List<String> MODULES = List.of("wire", "ingest-war", "destination-war");

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String NO_MATCH = "No matching benchmarks";
    private static final String TABLE =
            """
            | benchmark | ns/op | ± 99.9 % | B/op |
            |---|---:|---:|---:|
            """;

    @Spec CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            description = "Those whose class and method match (all).")
    String regex = ".*";

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "New JVMs for each (${DEFAULT-VALUE}).")
    int forks = 2;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Measured in each, a second each, after as many to warm up (5).")
    int iterations = 5;

    @Option(
            names = "--guard",
            description =
                    "Compare the bytes of heap with benchmarks/allocation-baseline.properties, and"
                            + " fail where they are more.")
    boolean guard;

    @Option(
            names = "--keep-baseline",
            description = "Write the bytes of heap of all that was measured to that file.")
    boolean keepBaseline;

    @Option(names = "--record", description = "Write the result to benchmarks/RESULTS.md, too.")
    boolean recordResult;

    @Override
    public Integer call() throws Exception {
        List<String> problems = new ArrayList<>();
        RunCommand.expect(problems, "--forks", forks, 1, 100);
        RunCommand.expect(problems, "--iterations", iterations, 1, 1_000);
        if (!problems.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join(System.lineSeparator(), problems));
        }
        Layout layout = Layout.ofSystem();
        StringBuilder report =
                new StringBuilder(Machine.heading(layout.root(), SharedOptions.command(spec)))
                        .append("- JMH, mean time, ")
                        .append(forks)
                        .append(" JVM(s), each ")
                        .append(iterations)
                        .append(
                                " s to warm up and as long measured; -Xmx512m, serial"
                                        + " collector\n\n")
                        .append(TABLE);
        SortedMap<String, Double> bytes = new TreeMap<>();
        for (String module : MODULES) {
            for (JsonNode result : measure(layout, module)) {
                report.append(row(result));
                bytes.put(name(result), bytes(result));
            }
        }
        if (bytes.isEmpty()) {
            throw new BenchmarkException("REGEX: expected some benchmark, found none: " + regex);
        }
        SharedOptions.show(spec, layout, report.toString(), recordResult);
        if (keepBaseline) {
            AllocationBaseline.of(bytes).write(layout.allocationBaseline());
        }
        if (guard) {
            List<String> more =
                    AllocationBaseline.read(layout.allocationBaseline()).problems(bytes);
            if (!more.isEmpty()) {
                throw new BenchmarkException(String.join(System.lineSeparator(), more));
            }
        }
        return 0;
    }

    private JsonNode measure(Layout layout, String module)
            throws IOException, InterruptedException {
        Path results = Files.createTempFile(layout.scratch(), "micro", ".json");
        Path output = Files.createTempFile(layout.scratch(), "micro", ".out");
        try {
            Process jmh =
                    new ProcessBuilder(command(layout, module, results))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            new Progress(spec.commandLine().getErr()).say("%s ...", module);
            CleanUp atTheEnd = CleanUp.atTheEnd(jmh::destroy);
            try {
                if (jmh.waitFor() == 0) {
                    return new ObjectMapper().readTree(results.toFile());
                }
            } finally {
                atTheEnd.close();
            }
            String said = Files.readString(output);
            if (said.startsWith(NO_MATCH)) {
                return MissingNode.getInstance();
            }
            throw new BenchmarkException(
                    "JMH of " + module + ": expected to end well, found:\n" + said);
        } finally {
            Files.delete(results);
            Files.delete(output);
        }
    }

    private List<String> command(Layout layout, String module, Path results) throws IOException {
        Path compiled = layout.root().resolve(module).resolve("target/micro");
        List<String> command = new ArrayList<>();
        command.add(layout.tool("java").toString());
        command.add("-cp");
        command.add(
                String.join(
                        File.pathSeparator,
                        compiled.resolve("test-classes").toString(),
                        compiled.resolve("classes").toString(),
                        Files.readString(compiled.resolve("classpath"))));
        command.add("org.openjdk.jmh.Main");
        command.add(regex);
        command.addAll(List.of("-bm", "avgt", "-tu", "ns", "-w", "1s", "-r", "1s", "-foe", "true"));
        command.addAll(List.of("-f", Integer.toString(forks)));
        command.addAll(List.of("-wi", Integer.toString(iterations)));
        command.addAll(List.of("-i", Integer.toString(iterations)));
        command.addAll(List.of("-jvmArgs", "-Xmx512m -XX:+UseSerialGC"));
        command.addAll(List.of("-prof", "gc", "-rf", "json", "-rff", results.toString()));
        return command;
    }

    static String row(JsonNode result) {
        JsonNode time = result.path("primaryMetric");
        return String.format(
                Locale.ROOT,
                "| %s | %,.1f | %,.1f | %,.0f |%n",
                name(result),
                time.path("score").asDouble(),
                time.path("scoreError").asDouble(),
                bytes(result));
    }

    /** Class and method. */
    private static String name(JsonNode result) {
        String name = result.path("benchmark").asText();
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }

    private static double bytes(JsonNode result) {
        return result.path("secondaryMetrics").path(ALLOCATED).path("score").asDouble();
    }
}
