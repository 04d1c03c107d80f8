package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.ClientProtection;
import io.logdrive.payara.TestCertificates;
import io.logdrive.tls.TlsFiles;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordEncoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which destinations ingest trusts, and what becomes of the batches meanwhile. */
class ProtectedDestinationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String KEY = "swordfish";

    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LogLines log = new LogLines();
    private @Nullable ScriptedDestination destination;
    private @Nullable DestinationClient client;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .add("elsewhere", "EC", "-signer", "ca", "-ext", "san=dns:example.org")
                        .issue("expired", "EC", "-startdate", "2020/01/01 00:00:00");
    }

    @BeforeEach
    void listen() throws IOException {
        Logger.getLogger("io.logdrive.ingest.forward").addHandler(log);
        Files.copy(Path.of(certificates.file("ca.pem")), folder.resolve("ca.pem"));
    }

    @AfterEach
    void close() throws IOException {
        Logger.getLogger("io.logdrive.ingest.forward").removeHandler(log);
        if (client != null) {
            client.close();
        }
        if (destination != null) {
            destination.close();
        }
    }

    @Test
    void sendsInsideTlsToWhoseCertificateNamesTheHost() throws Exception {
        destination = inside("server", 0, false, "");
        DestinationClient running = connect(protection("127.0.0.1", null, ""));

        send(running, "b0");

        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
        assertThat(running.problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elsewhere|other-name|expected a server certificate for 127.0.0.1, found one for"
                        + " example.org",
                "expired|expired|expected a server certificate that is valid now, found CN=expired",
                "stranger|untrusted|expected a server certificate that the configured authority"
                        + " trusts, found CN=stranger issued by CN=stranger",
            })
    void saysWhyItDoesNotTrustADestinationAndSendsItNothing(
            String shown, String reason, String cause) throws Exception {
        ScriptedDestination wrong = inside(shown, 0, false, "");
        destination = wrong;
        DestinationClient running = connect(protection("127.0.0.1", null, ""));

        send(running, "b0");

        await().atMost(PATIENCE).until(() -> !running.problem().isEmpty());
        assertThat(running.problem()).startsWith(reason + ": " + cause);
        assertThat(log.lines)
                .anyMatch(
                        line ->
                                line.startsWith("destination-refused reason=" + reason)
                                        && line.contains(" data=queued cause=" + cause));
        assertThat(metrics.counter("logdrive.forward.tls.refusals", "reason", reason).count())
                .isPositive();
        assertThat(running.isConnected()).isFalse();
        assertThat(wrong.frames()).isEmpty();
        // The batch waits for the one that is trusted.
        int port = wrong.address().getPort();
        wrong.close();
        destination = inside("server", port, false, "");
        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
        assertThat(running.problem()).isEmpty();
    }

    @Test
    void isToldAnotherNameThanTheAddressHas() throws Exception {
        destination = inside("elsewhere", 0, false, "");

        DestinationClient running = connect(protection("example.org", null, ""));
        send(running, "b0");

        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
    }

    @Test
    void showsItsCertificateToWhoAsksForOne() throws Exception {
        destination = inside("server", 0, true, "");

        DestinationClient running = connect(protection("127.0.0.1", "client", ""));
        send(running, "b0");

        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
    }

    @Test
    void saysThatTheDestinationDoesNotTrustIt() throws Exception {
        destination = inside("server", 0, true, "");

        DestinationClient running = connect(protection("127.0.0.1", null, ""));
        send(running, "b0");

        await().atMost(PATIENCE).until(() -> running.problem().startsWith("by-peer: "));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void trustsARenewedAuthorityFromTheNextConnectionOn() throws Exception {
        ScriptedDestination strange = inside("stranger", 0, false, "");
        destination = strange;
        DestinationClient running = connect(protection("127.0.0.1", null, ""));
        send(running, "b0");
        await().atMost(PATIENCE).until(() -> running.problem().startsWith("untrusted: "));

        // It has no name of 127.0.0.1, but it is its own authority now.
        certificates.issue("late", "EC");
        int port = strange.address().getPort();
        strange.close();
        destination = inside("late", port, false, "");
        Files.copy(
                Path.of(certificates.file("late.pem")),
                folder.resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        running.lookAtCertificate();

        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
        assertThat(log.lines).anyMatch(line -> line.startsWith("certificate-renewed port=forward"));
    }

    @Test
    void provesTheSharedKeyPlainAndInsideTls() throws Exception {
        destination = new ScriptedDestination(new ServerSocket(), 0, KEY);
        DestinationClient plain =
                connect(new ClientProtection(false, new TlsFiles(null, null, null), "", KEY));
        send(plain, "b0");
        await().atMost(PATIENCE).until(() -> acknowledged.contains("b0"));
        plain.close();
        destination.close();

        destination = inside("server", 0, false, KEY);
        DestinationClient protectedOne = connect(protection("127.0.0.1", null, KEY));
        send(protectedOne, "b1");

        await().atMost(PATIENCE).until(() -> acknowledged.contains("b1"));
    }

    @Test
    void sendsNothingToWhoKnowsAnotherKey() throws Exception {
        ScriptedDestination other = new ScriptedDestination(new ServerSocket(), 0, "catfish");
        destination = other;
        DestinationClient running =
                connect(new ClientProtection(false, new TlsFiles(null, null, null), "", KEY));

        send(running, "b0");

        await().atMost(PATIENCE).until(() -> !running.problem().isEmpty());
        assertThat(running.problem())
                .isEqualTo(
                        "shared-key: shared key: expected to be accepted, found refused: shared key"
                                + " mismatch");
        assertThat(other.frames()).isEmpty();
        assertThat(log.lines).noneMatch(line -> line.contains(KEY));
    }

    private DestinationClient connect(ClientProtection protection) {
        DestinationClient fresh =
                new DestinationClient(
                        destination == null ? new InetSocketAddress(0) : destination.address(),
                        protection,
                        new ForwardEvents(metrics),
                        Thread::new,
                        Duration.ofSeconds(1));
        client = fresh;
        fresh.start();
        return fresh;
    }

    private ClientProtection protection(
            String serverName, @Nullable String shown, String sharedKey) {
        return new ClientProtection(
                true,
                new TlsFiles(
                        folder.resolve("ca.pem"),
                        shown == null ? null : Path.of(certificates.file(shown + ".pem")),
                        shown == null ? null : Path.of(certificates.file(shown + ".key"))),
                serverName,
                sharedKey);
    }

    private static ScriptedDestination inside(
            String shown, int port, boolean asks, String sharedKey)
            throws IOException, GeneralSecurityException {
        SSLServerSocket unbound =
                (SSLServerSocket)
                        certificates.client(shown).getServerSocketFactory().createServerSocket();
        unbound.setNeedClientAuth(asks);
        return new ScriptedDestination(unbound, port, sharedKey);
    }

    private void send(DestinationClient to, String name) {
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(new LogRecord(1, 1, null, null, null, "body", List.of(), null, 0));
        byte[] frame =
                ForwardCodec.encodeBatch("logdrive", name, encoder.take(), List.of(), List.of());
        to.send(new Batch(name, frame, 1, List.of()), batch -> acknowledged.add(batch.name()));
    }

    private static final class LogLines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(java.util.logging.LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
