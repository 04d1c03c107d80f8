package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Show 4 of issue 8: renewal under load on both hops, and who is refused and why. */
@ExtendWith(ProcessLogs.class)
class RenewalIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int LINES_A_TICK = 500;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static Server server;
    private static TrialCertificates certificates;
    private static TrialCertificates strange;

    @BeforeAll
    static void start() {
        Path folder = Folders.fresh(RenewalIT.class);
        certificates = TrialCertificates.make(folder, "certificates");
        certificates.expired("expired");
        strange = TrialCertificates.make(folder, "strange");
        server = new Server("logdrive", folder, Server.War.values());
        for (String port : List.of("logdrive.ingest.listen", "logdrive.destination.receive")) {
            server.set(port + ".tls.certificate", file("server.pem"))
                    .set(port + ".tls.key", file("server.key"))
                    .set(port + ".tls.client-ca", file("ca.pem"))
                    .set(port + ".tls.client-auth", "required");
        }
        server.set("logdrive.ingest.forward.tls", "on")
                .set("logdrive.ingest.forward.tls.ca", file("ca.pem"))
                .set("logdrive.ingest.forward.tls.certificate", file("client.pem"))
                .set("logdrive.ingest.forward.tls.key", file("client.key"))
                .set("logdrive.ingest.batch.age-max", "PT0.1S")
                .start();
    }

    @Test
    void noLineIsLostAndNoConnectionDroppedWhileTheCertificateIsRenewed() {
        Path log = server.folder().resolve("app.log");
        GuardedProcess agent = agent("tail", certificates, "client", "tail " + log);
        Writer writer = new Writer(log);
        writer.start();
        await("the agent sends")
                .atMost(SOON)
                .until(() -> server.messages().countWith("renewal line ") > 0);

        renewAndAwait(1);
        certificates.cutInHalf("server.pem");
        awaitInLog("certificate-kept port=intake ", 1);
        awaitInLog("certificate-kept port=receive ", 1);
        assertThat(health()).contains("kept: " + file("server.pem"));
        renewAndAwait(2);
        renewAndAwait(3);
        int lines = writer.finish();

        server.messages().awaitCountWith("renewal line ", lines, Duration.ofMinutes(2));
        assertThat(lines).isGreaterThan(10 * LINES_A_TICK);
        assertThat(writer.linesASecond()).isBetween(4_000.0, 5_100.0);
        assertThat(agent.log().lines().filter(line -> line.contains(" server-connected ")))
                .hasSize(1);
        assertThat(agent.log()).doesNotContain("server-lost");
        assertThat(countInLog("destination-connected ")).isEqualTo(1);
        assertThat(health()).doesNotContain("kept: ");
        assertThat(originHosts()).containsExactly("client");
        agent.terminate();
        assertThat(agent.awaitExit(SOON)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "expired, expired",
        "strange, untrusted",
        "none, no-certificate",
        "plain, plain",
    })
    void saysWhyAnAgentIsRefusedAndStoresNothingOfIt(String shown, String reason)
            throws IOException {
        String text = "refused " + shown;
        Path line = server.folder().resolve("line-" + shown);
        Files.writeString(line, text + "\n");
        String command = "pipe < " + line;
        GuardedProcess agent =
                switch (shown) {
                    case "strange" -> agent(shown, strange, "client", command);
                    case "none" -> agent(shown, certificates, "", command);
                    case "plain" -> run(shown, command);
                    default -> agent(shown, certificates, shown, command);
                };

        await("tls-refused reason=" + reason)
                .atMost(SOON)
                .until(() -> countInLog("tls-refused reason=" + reason + " peer=127.0.0.1:") > 0);

        agent.kill();
        assertThat(server.messages().countWith(text)).isZero();
    }

    private static void renewAndAwait(int times) {
        certificates.renew("server");
        awaitInLog("certificate-renewed port=intake ", times);
        awaitInLog("certificate-renewed port=receive ", times);
    }

    private static void awaitInLog(String text, long count) {
        await(count + " times " + text).atMost(SOON).until(() -> countInLog(text) == count);
    }

    private static long countInLog(String text) {
        return server.log().lines().filter(line -> line.contains(text)).count();
    }

    /** Whose the origins are. */
    private static List<String> originHosts() {
        return new Http(server.httpPort())
                .json("/destination/ledger?limit=100")
                .path("origins")
                .findValuesAsText("host");
    }

    private static String health() {
        try {
            return new Http(server.httpPort()).get("/health/ready").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String name) {
        return certificates.file(name).toString();
    }

    /** The agent inside TLS. */
    private static GuardedProcess agent(
            String name, TrialCertificates own, String shown, String command) {
        String options = " --tls --tls-ca " + file("ca.pem");
        if (!shown.isEmpty()) {
            options += " --tls-certificate " + own.file(shown + ".pem");
            options += " --tls-key " + own.file(shown + ".key");
        }
        return run(name, command + options);
    }

    private static GuardedProcess run(String name, String command) {
        String shell =
                "exec "
                        + Artefacts.java()
                        + " -Xmx64m -jar "
                        + Artefacts.agent()
                        + " "
                        + command
                        + " --server 127.0.0.1:"
                        + server.intakePort();
        return GuardedProcess.start(
                "agent-" + name,
                List.of("sh", "-c", shell),
                server.folder(),
                server.folder().resolve("agent-" + name + ".log"));
    }

    /** Writes 5,000 lines a second into a file until it is told to end. */
    private static final class Writer extends Thread {
        private final Path file;
        private volatile boolean ends;
        private volatile int lines;
        private volatile long nanos;

        Writer(Path file) {
            super("writer");
            this.file = file;
        }

        @Override
        public void run() {
            long begin = System.nanoTime();
            for (int tick = 0; !ends; tick++) {
                int first = lines;
                String text =
                        IntStream.range(first, first + LINES_A_TICK)
                                .mapToObj(i -> "renewal line " + i + " " + "x".repeat(80) + "\n")
                                .collect(Collectors.joining());
                try {
                    Files.write(
                            file,
                            text.getBytes(UTF_8),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                lines = first + LINES_A_TICK;
                long next = begin + (tick + 1) * TICK_NANOS;
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                nanos = System.nanoTime() - begin;
            }
        }

        double linesASecond() {
            return lines * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
        }

        /** How many lines there are. */
        int finish() {
            ends = true;
            try {
                join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return lines;
        }
    }
}
