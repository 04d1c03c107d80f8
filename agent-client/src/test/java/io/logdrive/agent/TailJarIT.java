package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent, by the script that packages install. Confined to the test's thread. */
@Timeout(120)
class TailJarIT {
    private static final Path JAR = Path.of("target", "agent-client.jar").toAbsolutePath();
    private static final Path SCRIPT = Path.of("etc", "logdrive-agent");
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;
    private Path err = Path.of("");
    private List<Process> started = List.of();

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... words) throws IOException {
        err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectError(err.toFile()).directory(folder.toFile());
        builder.environment().put("LOGDRIVE_JAR", JAR.toString());
        builder.command().add(0, SCRIPT.toAbsolutePath().toString());
        Process process = builder.start();
        started = List.of(process);
        return process;
    }

    private void awaitSaid(String part) {
        await(part).atMost(LONG).until(() -> Files.readString(err).contains(part));
    }

    @Test
    void aHangUpTakesTheNewConfigurationAndSigtermEndsItInOrder() throws Exception {
        Path log = Files.writeString(folder.resolve("a.log"), "one\n");
        Path file = folder.resolve("agent.yaml");
        try (AckServer server = AckServer.orderly()) {
            String text = "server: 127.0.0.1:" + server.port() + "\nfiles: " + log;
            Files.writeString(file, text);
            Process agent = start("tail", "--config", file.toString());
            awaitSaid("file-found path=" + log);

            Files.writeString(file, text + "\nservice: shop\n");
            assertThat(new ProcessBuilder("kill", "-HUP", "" + agent.pid()).start().waitFor())
                    .isZero();
            awaitSaid("inputs-reloaded inputs=1");
            agent.destroy();

            assertThat(agent.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).isZero();
            assertThat(Files.readString(err)).contains("tail-stopped events=1 unacknowledged");
        }
    }

    @Test
    void theScriptSaysWhereItLookedForTheJar() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(SCRIPT.toAbsolutePath().toString(), "--version")
                        .redirectErrorStream(true);
        builder.environment().put("LOGDRIVE_JAR", folder.resolve("none.jar").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(said)
                .startsWith("agent-client.jar: expected in ")
                .contains("/usr/local/lib/logdrive or LOGDRIVE_JAR, found in none");
    }
}
