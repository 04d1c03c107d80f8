package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged agent, killed and started again. Confined to the test's thread. */
@Timeout(180)
class PositionJarIT {
    private static final Path JAR = Path.of("target", "agent-client.jar");
    private static final int LINES = 60_000;

    @TempDir Path directory;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void killedAgentGoesOnWhereItWasWithoutAGap() throws Exception {
        try (AckServer server = AckServer.orderly()) {
            for (int i = 1; i <= 3; i++) {
                int sessions = i;
                Process process = start(server, "5000");
                await(
                        () ->
                                server.sessions().size() >= sessions
                                        && server.sessions().get(sessions - 1).chunks().size()
                                                > 20);
                process.destroyForcibly();
                assertThat(process.waitFor()).isEqualTo(137);
                assertPositionHolds(server);
            }

            Process last = start(server, "max");

            assertThat(last.waitFor()).isZero();
            assertEveryLineThere(server);
            assertThat(start(server, "max").waitFor()).as("nothing is left to send").isZero();
            JsonNode json = new ObjectMapper().readTree(directory.resolve("run.json").toFile());
            assertThat(json.get("sent").asLong()).isZero();
            assertThat(json.at("/connections/0/position").asLong()).isEqualTo(LINES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void agentThatDiesBetweenSendingAndItsPositionSendsAgain(int pass) throws Exception {
        try (AckServer server = AckServer.orderly()) {
            Process process = start(server, "max", "-Dio.logdrive.drill.crash=sent:" + pass);
            assertThat(process.waitFor()).isEqualTo(137);
            assertPositionHolds(server);

            assertThat(start(server, "max").waitFor()).isZero();
            assertEveryLineThere(server);
        }
    }

    /** What came was announced; what the file calls acknowledged had come. */
    private void assertPositionHolds(AckServer server) throws IOException {
        String[] fields = Files.readAllLines(directory.resolve("position")).get(1).split(" ", -1);
        long acknowledged = Long.parseLong(fields[3]);
        long attempted = Long.parseLong(fields[4]);
        Set<Long> came =
                server.distinctLines().stream()
                        .map(line -> Long.parseLong(line.substring(0, line.indexOf(':'))))
                        .collect(Collectors.toSet());

        assertThat(came).allMatch(sequence -> sequence < attempted);
        for (long sequence = 0; sequence < acknowledged; sequence++) {
            assertThat(came).contains(sequence);
        }
    }

    private void assertEveryLineThere(AckServer server) {
        // The same sequence always with the same line, or there would be more of them.
        assertThat(server.distinctLines())
                .hasSize(LINES)
                .allMatch(
                        line -> line.matches("(\\d+):drill\\|\\1\\|\\d+\\|[0-9a-f]+\\|[a-z2-7]+"));
        assertThat(
                        server.sessions().stream()
                                .flatMap(session -> session.chunks().stream())
                                .map(chunk -> chunk.name().origin())
                                .distinct())
                .hasSize(1);
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition::getAsBoolean);
    }

    private Process start(AckServer server, String rate, String... jvm) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(jvm));
        command.addAll(List.of("-Xmx64m", "-jar", JAR.toString(), rate, "--ack"));
        command.addAll(List.of("--numbered=drill", "--lines=" + LINES));
        command.add("--position=" + directory.resolve("position"));
        command.add("--summary-json=" + directory.resolve("run.json"));
        command.add("--port=" + server.port());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out.txt").toFile())
                        .start();
        started.add(process);
        return process;
    }
}
