package io.logdrive.destination.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.ForwardClient;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.TestCertificates;
import io.logdrive.wire.ClientHandshake;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From whom batches are taken inside TLS and by the shared key. */
class ProtectedReceiverIT {
    private static final byte[] NIL = ForwardCodec.encodeHeartbeat();

    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSink sink = new FakeSink(1_000_000);
    private final LogLines log = new LogLines();
    private @Nullable Receiver receiver;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .issue("renewed", "EC")
                        .issue("expired", "EC", "-startdate", "2020/01/01 00:00:00");
    }

    @BeforeEach
    void listen() throws IOException {
        Logger.getLogger(Receiver.class.getName()).addHandler(log);
        use("server");
        Files.copy(Path.of(certificates.file("ca.pem")), folder.resolve("ca.pem"));
    }

    @AfterEach
    void stop() {
        Logger.getLogger(Receiver.class.getName()).removeHandler(log);
        if (receiver != null) {
            receiver.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void takesAndAcknowledgesBatchesInsideTls(String protocol) throws Exception {
        Receiver running = start(tls("required"));
        try (ForwardClient client = inside(running, protocol, "client")) {
            for (int i = 0; i < 100; i++) {
                client.send(batch(i));
            }
            await().until(() -> sink.batches().size() == 100);

            sink.commit();

            for (int i = 0; i < 100; i++) {
                assertThat(client.readAck()).isEqualTo("c" + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"expired, expired", "stranger, untrusted", ", no-certificate"})
    void saysWhyAnIngestIsNotTaken(@Nullable String shown, String reason) throws Exception {
        Receiver running = start(tls("required"));

        assertThatThrownBy(
                        () -> {
                            try (ForwardClient client = inside(running, "TLSv1.3", shown)) {
                                client.send(batch(0));
                                client.readAck();
                            }
                        })
                .isInstanceOf(IOException.class);

        await().until(() -> refused(reason) == 1);
        assertThat(sink.batches()).isEmpty();
        assertThat(log.lines)
                .anyMatch(
                        line ->
                                line.startsWith("tls-refused reason=" + reason + " peer=127.0.0.1:")
                                        && line.contains(" data=with-sender cause="));
        await().until(
                        () ->
                                metrics.counter(
                                                        "logdrive.destination.receive.closed",
                                                        "reason",
                                                        "refused")
                                                .count()
                                        == 1);
    }

    @Test
    void takesNobodyWithoutTls() throws Exception {
        Receiver running = start(tls("none"));
        try (ForwardClient plain = new ForwardClient(running.address())) {
            plain.send(batch(0));

            assertThatThrownBy(plain::readAck).isInstanceOf(IOException.class);
        }

        await().until(() -> refused("plain") == 1);
        assertThat(log.lines)
                .anyMatch(line -> line.endsWith("cause=expected TLS, found other bytes"));
        assertThat(sink.batches()).isEmpty();
    }

    @Test
    void renewedCertificateIsForNewConnectionsAndOpenOnesGoOn() throws Exception {
        Receiver running = start(tls("none"));
        try (ForwardClient before = inside(running, "TLSv1.3", null)) {
            before.send(NIL);
            assertThat(before.readFrame()).isEqualTo(NIL);

            use("renewed");
            running.lookAtCertificate();

            before.send(NIL);
            assertThat(before.readFrame()).isEqualTo(NIL);
            assertThat(name(before)).isEqualTo("CN=server");
            try (ForwardClient after = inside(running, "TLSv1.3", null)) {
                after.send(NIL);
                assertThat(after.readFrame()).isEqualTo(NIL);
                assertThat(name(after)).isEqualTo("CN=renewed");
            }
        }
        assertThat(running.certificateNote()).isEmpty();
        assertThat(log.lines).anyMatch(line -> line.startsWith("certificate-renewed port=receive"));
    }

    @Test
    void badFileKeepsTheOldCertificateAndIsShown() throws Exception {
        Receiver running = start(tls("none"));

        Files.writeString(folder.resolve("own.pem"), "half");
        running.lookAtCertificate();
        running.lookAtCertificate();

        try (ForwardClient client = inside(running, "TLSv1.3", null)) {
            assertThat(name(client)).isEqualTo("CN=server");
        }
        assertThat(running.certificateNote()).startsWith("kept: ");
        assertThat(metrics.get("logdrive.destination.receive.certificate.kept").gauge().value())
                .isEqualTo(1);
        assertThat(
                        metrics.get("logdrive.destination.receive.certificate.expiry.days")
                                .gauge()
                                .value())
                .isBetween(29.0, 30.0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksForTheSharedKeyFirst(boolean insideTls) throws Exception {
        Map<String, String> settings = new HashMap<>(insideTls ? tls("none") : Map.of());
        settings.put("shared-key", "swordfish");
        Receiver running = start(settings);
        try (ForwardClient client =
                insideTls
                        ? inside(running, "TLSv1.3", null)
                        : new ForwardClient(running.address())) {
            ClientHandshake handshake = new ClientHandshake("river", "swordfish");
            client.send(handshake.ping(client.readFrame()));
            handshake.check(client.readFrame());
            client.send(batch(0));
            await().until(() -> sink.batches().size() == 1);
            sink.commit();
            assertThat(client.readAck()).isEqualTo("c0");
        }

        try (ForwardClient client =
                insideTls
                        ? inside(running, "TLSv1.3", null)
                        : new ForwardClient(running.address())) {
            ClientHandshake handshake = new ClientHandshake("river", "catfish");
            client.send(handshake.ping(client.readFrame()));
            byte[] pong = client.readFrame();
            assertThatThrownBy(() -> handshake.check(pong)).isInstanceOf(ForwardException.class);
            assertThatThrownBy(client::readFrame).isInstanceOf(IOException.class);
        }
        assertThat(refused("shared-key")).isEqualTo(1);
        assertThat(log.lines).noneMatch(line -> line.contains("swordfish"));
    }

    @Test
    void takesNoBatchFromWhoDoesNotProveTheKey() throws Exception {
        Receiver running = start(Map.of("shared-key", "swordfish"));
        try (ForwardClient client = new ForwardClient(running.address())) {
            client.readFrame();
            client.send(batch(0));

            assertThatThrownBy(client::readFrame).isInstanceOf(IOException.class);
        }

        await().until(() -> refused("shared-key") == 1);
        assertThat(sink.batches()).isEmpty();
    }

    private double refused(String reason) {
        return metrics.counter("logdrive.destination.receive.tls.refused", "reason", reason)
                .count();
    }

    private static byte[] batch(int number) {
        return ReceiverIT.batch(number);
    }

    private static String name(ForwardClient client) throws IOException {
        SSLSocket socket = (SSLSocket) client.socket();
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    private static ForwardClient inside(Receiver running, String protocol, @Nullable String shown)
            throws Exception {
        Socket socket = certificates.client(shown).getSocketFactory().createSocket();
        ((SSLSocket) socket).setEnabledProtocols(new String[] {protocol});
        return new ForwardClient(socket, running.address());
    }

    private void use(String alias) {
        certificates.copy(alias, folder.resolve("own.pem"), folder.resolve("own.key"));
    }

    private Map<String, String> tls(String clients) {
        Map<String, String> settings = new HashMap<>();
        settings.put("tls.certificate", folder.resolve("own.pem").toString());
        settings.put("tls.key", folder.resolve("own.key").toString());
        if (!clients.equals("none")) {
            settings.put("tls.client-ca", folder.resolve("ca.pem").toString());
            settings.put("tls.client-auth", clients);
        }
        return settings;
    }

    private Receiver start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("logdrive.destination.receive.address", "127.0.0.1:0");
        settings.forEach((key, value) -> all.put("logdrive.destination.receive." + key, value));
        ReceiveConfig config =
                ReceiveConfig.from(
                        new ConfigurationReader("logdrive.destination.", Settings.ofMap(all)));
        Receiver started =
                Receiver.start(
                        config,
                        sink,
                        new Receiver.Platform(Thread::new, Clock.systemUTC(), metrics));
        receiver = started;
        return started;
    }

    private static final class LogLines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
