package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own. Confined to the test's thread. */
@Timeout(60)
class AgentJarIT {
    private static final Path JAR = Path.of("target", "agent-client.jar");
    private static final int SIGINT = 2;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void jarIsTheOnlyOneInItsPlaceAndRunsByItself() throws Exception {
        try (Stream<Path> files = Files.list(JAR.getParent())) {
            assertThat(files.filter(f -> f.toString().endsWith(".jar"))).containsExactly(JAR);
        }
        Process process = start("--version");

        assertThat(process.waitFor()).isZero();
        assertThat(lines(process)).first().asString().matches("agent-client \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void jarHasTheLicencesOfAllThatIsInIt() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/licenses/hdrhistogram.txt",
                            "META-INF/licenses/jline.txt",
                            "META-INF/licenses/msgpack.txt",
                            "META-INF/licenses/picocli.txt",
                            "META-INF/licenses/progressbar.txt",
                            "META-INF/licenses/prometheus.txt",
                            "META-INF/licenses/re2j.txt",
                            "META-INF/licenses/snakeyaml-engine.txt")
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.matches(".*\\.(so|dll|jnilib)"));
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .filteredOn(name -> name.endsWith(".class"))
                    .as("whose licences are there")
                    .allMatch(
                            name ->
                                    name.matches(
                                            "(io/logdrive|io/prometheus|org/snakeyaml|com/google/re2j|org/msgpack|org/HdrHistogram"
                                                + "|picocli|me/tongfei|org/jline)/.*"));
        }
    }

    @Test
    void smallHeapIsEnoughForManyConnections(@TempDir Path directory) throws Exception {
        Path summary = directory.resolve("run.json");
        try (LineServer server = LineServer.orderly()) {
            Process process =
                    start(
                            "max",
                            "--lines=20000",
                            "--connections=200",
                            "--port=" + server.port(),
                            "--summary-json=" + summary);

            assertThat(process.waitFor()).isZero();
            JsonNode json = new ObjectMapper().readTree(summary.toFile());
            assertThat(json.get("confirmed").asLong()).isEqualTo(20_000);
            assertThat(server.sessions()).hasSize(200);
            assertThat(server.sessions()).allSatisfy(s -> assertThat(s.wholeLines()).hasSize(100));
        }
    }

    @Test
    void sigtermEndsTheRunWithItsSummary() throws Exception {
        endsInOrderBy("-TERM");
    }

    @Test
    void sigintEndsTheRunWithItsSummary() throws Exception {
        // A process that a script started in the background ignores it, and so do its children.
        assumeThat(ignoresSigint()).isFalse();

        endsInOrderBy("-INT");
    }

    @Test
    void secondSignalEndsItAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readUntil(1_000);
                            arrived.countDown();
                            session.readAll();
                            never.await();
                        })) {
            Process process = start("1000", "--port=" + server.port());
            arrived.await();
            kill("-TERM", process);
            try (BufferedReader err =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getErrorStream(), StandardCharsets.UTF_8))) {
                assertThat(err.readLine()).isEmpty();
                assertThat(err.readLine()).startsWith("stopping: up to 10 s");
            }

            kill("-TERM", process);

            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(lines(process)).noneMatch(line -> line.startsWith("sent"));
        }
    }

    private void endsInOrderBy(String signal) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (LineServer server =
                new LineServer(
                        (session, index) -> {
                            session.readUntil(20_000);
                            arrived.countDown();
                            session.readAll();
                        })) {
            Process process = start("1000", "--port=" + server.port());
            arrived.await();

            kill(signal, process);

            assertThat(process.waitFor()).isZero();
            int count = server.sessions().get(0).wholeLines().size();
            assertThat(lines(process))
                    .contains(String.format("confirmed     %,d lines: the server has them", count));
        }
    }

    private static void kill(String signal, Process process)
            throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** By the mask of ignored signals, where the system tells it. */
    private static boolean ignoresSigint() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(mask -> (mask >> (SIGINT - 1) & 1) == 1);
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-Xmx64m");
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static List<String> lines(Process process) throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
