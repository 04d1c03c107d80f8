package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent in surroundings that know no letters but those of ASCII. Confined. */
@Timeout(120)
class PosixLocaleIT {
    private static final Path JAR = Path.of("target", "agent-client.jar");

    @TempDir Path directory;

    @Test
    void aFileWithOtherLettersInItsNameIsResumed() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        // Whatever this machine's own locale is.
        Path file = Path.of(URI.create("file://" + logs + "/gr%C3%BCn.log"));
        try (AckServer server = AckServer.orderly()) {
            Arrivals arrived = new Arrivals(server);
            Files.writeString(file, "one\n");
            run(server);
            Files.writeString(file, "two\n", StandardOpenOption.APPEND);
            run(server);

            assertThat(arrived.look().byLine()).containsOnlyKeys("one", "two");
            assertThat(arrived.byLine().values()).allSatisfy(at -> assertThat(at).hasSize(1));
            assertThat(arrived.byOrigin()).hasSize(1);
        }
    }

    private void run(AckServer server) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        ProcessBuilder agent =
                new ProcessBuilder(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-jar",
                                JAR.toString(),
                                "tail",
                                "--once",
                                directory.resolve("logs") + "/*.log",
                                "--checkpoint=" + directory.resolve("checkpoint"),
                                "--server=127.0.0.1:" + server.port()));
        agent.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C"));
        Process process = agent.redirectErrorStream(true).redirectOutput(out.toFile()).start();

        assertThat(process.waitFor()).as(Files.readString(out, UTF_8)).isZero();
    }
}
