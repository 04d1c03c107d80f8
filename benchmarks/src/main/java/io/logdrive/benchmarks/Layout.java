package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the product's parts are in its source tree.
 *
 * <p>Immutable.
 *
 * @param root the top of the source tree
 * @param javaHome the JDK that runs everything
 */
record Layout(Path root, Path javaHome) {
    /** As {@code benchmarks/run} says it. */
    static Layout ofSystem() {
        String root = System.getProperty("logdrive.root");
        if (root == null || !Files.isDirectory(Path.of(root))) {
            throw new BenchmarkException(
                    "logdrive.root: expected the source tree, found "
                            + root
                            + ": start it by benchmarks/run");
        }
        return new Layout(Path.of(root), Path.of(System.getProperty("java.home")));
    }

    Path agent() {
        return root.resolve("agent-client/target/agent-client.jar");
    }

    Path runScript() {
        return root.resolve("payara/run");
    }

    Path certificatesScript() {
        return root.resolve("payara/certificates");
    }

    /** The scripts of the schema for {@code database}. */
    Path migrations(String database) {
        return root.resolve("sql").resolve(database);
    }

    Path results() {
        return root.resolve("benchmarks/RESULTS.md");
    }

    /** What {@link AllocationBaseline} is kept in. */
    Path allocationBaseline() {
        return root.resolve("benchmarks/allocation-baseline.properties");
    }

    Path scratch() {
        return root.resolve("benchmarks/target");
    }

    /** Where charts go that the results show. */
    Path charts() {
        return root.resolve("benchmarks/charts");
    }

    /** Has the JVM {@code pid} do something. */
    void jcmd(long pid, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(tool("jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(arguments));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new BenchmarkException("jcmd " + arguments[0] + ": expected to work:\n" + said);
        }
    }

    /** A program of the JDK. */
    Path tool(String name) {
        return javaHome.resolve("bin").resolve(name);
    }
}
