package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.PortProtection;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.payara.TestCertificates;
import io.logdrive.tls.ClientAuth;
import io.logdrive.tls.TlsFiles;
import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send, who they are, and what a renewed certificate changes. */
class TrustedSendersIT {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @TempDir private static Path made;
    private static TestCertificates certificates;

    @TempDir private Path folder;
    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable IntakeFixture running;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .issue("renewed", "EC")
                        .issue("other", "EC")
                        .issue("expired", "EC", "-startdate", "2020/01/01 00:00:00");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, TLSv1.3, expired",
        "expired, TLSv1.2, expired",
        "stranger, TLSv1.3, untrusted",
        "stranger, TLSv1.2, untrusted",
        ", TLSv1.3, no-certificate",
        ", TLSv1.2, no-certificate",
    })
    void saysWhyASenderIsNotTaken(@Nullable String shown, String protocol, String reason)
            throws Exception {
        IntakeFixture intake = started(ClientAuth.REQUIRED);

        assertNotTaken(intake, () -> inside(intake, protocol, shown));

        await().untilAsserted(
                        () ->
                                assertThat(
                                                intake.count(
                                                        "tls.refused.connections",
                                                        "reason",
                                                        reason))
                                        .isEqualTo(1));
        assertThat(intake.log())
                .anyMatch(
                        line ->
                                line.startsWith("tls-refused reason=" + reason + " peer=127.0.0.1:")
                                        && line.contains(" data=with-sender cause="));
    }

    @Test
    void saysThatAnExpiredCertificateIsOneInWordsForPeople() throws Exception {
        IntakeFixture intake = started(ClientAuth.OPTIONAL);

        assertNotTaken(intake, () -> inside(intake, "TLSv1.3", "expired"));

        await().until(() -> intake.log().stream().anyMatch(l -> l.startsWith("tls-refused")));
        assertThat(intake.log())
                .filteredOn(line -> line.startsWith("tls-refused"))
                .singleElement()
                .asString()
                .contains(
                        "cause=expected a client certificate that is valid now, found CN=expired"
                                + " valid from 2020-01-01T00:00:00Z to 2020-01-31T00:00:00Z");
    }

    @Test
    void saysThatASenderSpeaksAnOldProtocol() throws Exception {
        IntakeFixture intake = started(ClientAuth.NONE);
        Socket socket = open(intake);
        // A hello of TLS 1.0, as curl --tlsv1.0 --tls-max 1.0 sends it, with one cipher.
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
        byte[] begin = {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 1};
        System.arraycopy(begin, 0, hello, 0, begin.length);
        byte[] end = {0, 0, 2, 0, 0x2f, 1, 0};
        System.arraycopy(end, 0, hello, hello.length - end.length, end.length);

        socket.getOutputStream().write(hello);

        await().until(() -> intake.count("tls.refused.connections", "reason", "protocol") == 1);
    }

    @Test
    void takesNobodyWithoutTlsWhereACertificateIsRequired() throws Exception {
        IntakeFixture intake = started(ClientAuth.REQUIRED);
        Socket plain = open(intake);

        write(plain, "a\n");

        IntakeFixture.assertReset(plain);
        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .contains(
                        "tls-refused reason=plain peer=127.0.0.1:"
                                + plain.getLocalPort()
                                + " data=with-sender cause=expected TLS, found other bytes");
    }

    @Test
    void nameOfTheCertificateIsTheOriginsHost() throws Exception {
        IntakeFixture intake = started(ClientAuth.OPTIONAL);

        send(inside(intake, "TLSv1.3", "client"), "a\n");
        send(inside(intake, "TLSv1.2", null), "b\n");

        assertThat(intake.queue.chunks())
                .extracting(chunk -> chunk.origin().host())
                .containsExactly("client", "127.0.0.1");
    }

    @Test
    void agentIsWhoItsCertificateSaysNotWhoItSaysItself() throws Exception {
        IntakeFixture intake = started(ClientAuth.OPTIONAL);

        acknowledged(inside(intake, "TLSv1.3", "client"), 0);

        assertThat(intake.queue.chunks().get(0).origin().host()).isEqualTo("client");
        assertThat(intake.queue.chunks().get(0).origin().name()).isEqualTo("app.log");
    }

    @ParameterizedTest
    @CsvSource({"other, that of other", ", none"})
    void agentThatGoesOnWithAnOriginUnderAnotherCertificateIsRefused(
            @Nullable String shown, String found) throws Exception {
        IntakeFixture intake = started(ClientAuth.OPTIONAL);
        acknowledged(inside(intake, "TLSv1.3", "client"), 0);

        SSLSocket second = inside(intake, "TLSv1.3", shown);
        second.getOutputStream().write(frame(1));

        assertThatThrownBy(() -> second.getInputStream().readNBytes(1))
                .isInstanceOf(IOException.class);
        assertThat(intake.queue.chunks()).hasSize(1);
        assertThat(intake.log())
                .contains(
                        "tls-refused reason=other-identity peer=127.0.0.1:"
                                + second.getLocalPort()
                                + " data=with-sender cause=origin "
                                + ID
                                + ": expected the certificate of client, found "
                                + found);
        acknowledged(inside(intake, "TLSv1.3", "client"), 1);
    }

    @Test
    void agentMayGoOnWithItsOriginWhenItBeginsToShowACertificate() throws Exception {
        IntakeFixture intake = started(ClientAuth.OPTIONAL);

        acknowledged(inside(intake, "TLSv1.3", null), 0);
        acknowledged(inside(intake, "TLSv1.3", "client"), 1);

        assertThat(intake.queue.chunks()).hasSize(2);
    }

    @Test
    void renewedCertificateIsForNewConnectionsAndOpenOnesGoOn() throws Exception {
        IntakeFixture intake = started(ClientAuth.NONE);
        SSLSocket before = inside(intake, "TLSv1.3", null);
        write(before, "a\n");
        await().until(() -> intake.queue.lines() == 1);

        use("renewed");
        intake.server.lookAtCertificate();
        write(before, "b\n");
        SSLSocket after = inside(intake, "TLSv1.3", null);
        send(after, "c\n");

        assertThat(name(before)).isEqualTo("CN=server");
        assertThat(name(after)).isEqualTo("CN=renewed");
        await().until(() -> intake.queue.lines() == 3);
        assertThat(intake.log())
                .anyMatch(line -> line.startsWith("certificate-renewed port=intake"));
        assertThat(intake.count("failed.connections", "reason", "tls")).isZero();
    }

    @Test
    void badFileKeepsTheOldCertificateAndIsShown() throws Exception {
        IntakeFixture intake = started(ClientAuth.NONE);

        Files.writeString(folder.resolve("own.key"), "half");
        intake.server.lookAtCertificate();
        intake.server.lookAtCertificate();

        assertThat(name(inside(intake, "TLSv1.3", null))).isEqualTo("CN=server");
        assertThat(intake.server.certificateNote()).startsWith("kept: ");
        assertThat(intake.metrics.get("logdrive.listen.certificate.kept").gauge().value())
                .isEqualTo(1);
        assertThat(intake.metrics.get("logdrive.listen.certificate.expiry.days").gauge().value())
                .isBetween(29.0, 30.0);
    }

    @Test
    void authorityOfClientsIsRenewedToo() throws Exception {
        IntakeFixture intake = started(ClientAuth.REQUIRED);
        Path authority = folder.resolve("ca.pem");
        assertNotTaken(intake, () -> inside(intake, "TLSv1.3", "stranger"));

        Files.copy(
                Path.of(certificates.file("stranger.pem")),
                authority,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        intake.server.lookAtCertificate();

        send(inside(intake, "TLSv1.3", "stranger"), "a\n");
        assertNotTaken(intake, () -> inside(intake, "TLSv1.3", "client"));
        assertThat(intake.queue.text()).isEqualTo("a\n");
    }

    /** Makes a connection. Confined to the call. */
    private interface Connecting {
        SSLSocket connect() throws Exception;
    }

    private static void assertNotTaken(IntakeFixture intake, Connecting connecting) {
        long lines = intake.queue.lines();
        assertThatThrownBy(
                        () -> {
                            SSLSocket socket = connecting.connect();
                            write(socket, "not taken\n");
                            // With TLS 1.3 the client hears of it only now.
                            assertThat(socket.getInputStream().read()).isEqualTo(-2);
                        })
                .isInstanceOf(IOException.class);
        assertThat(intake.queue.lines()).isEqualTo(lines);
    }

    private static void acknowledged(SSLSocket socket, long first) throws IOException {
        socket.getOutputStream().write(frame(first));
        byte[] expected = ForwardCodec.encodeAck(ChunkName.of(ID, first));
        assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
    }

    private static byte[] frame(long first) {
        LineChunkEncoder encoder =
                new LineChunkEncoder(new Origin(ID, OriginKind.AGENT, "", "says-it", "app.log"));
        byte[] target = new byte[encoder.frameBytes() + LineChunkEncoder.ENTRY_BYTES + 1];
        encoder.begin(target, 1_700_000_000_000_000L);
        target[encoder.lineStart()] = 'x';
        encoder.lineEnd(encoder.lineStart() + 1);
        return Arrays.copyOf(target, encoder.finish(first));
    }

    private static String name(SSLSocket socket) throws IOException {
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        write(socket, text);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private SSLSocket inside(IntakeFixture intake, String protocol, @Nullable String shown)
            throws Exception {
        Socket plain = open(intake);
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client(shown)
                                .getSocketFactory()
                                .createSocket(plain, "127.0.0.1", plain.getPort(), true);
        sockets.add(socket);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    private Socket open(IntakeFixture intake) throws IOException {
        Socket plain = intake.connect();
        plain.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        sockets.add(plain);
        return plain;
    }

    private void use(String alias) {
        certificates.copy(alias, folder.resolve("own.pem"), folder.resolve("own.key"));
    }

    private IntakeFixture started(ClientAuth clients) throws IOException {
        use("server");
        Path authority = folder.resolve("ca.pem");
        Files.copy(Path.of(certificates.file("ca.pem")), authority);
        ListenSettings settings = new ListenSettings();
        settings.protection =
                new PortProtection(
                        new ServerTlsConfig(
                                new TlsFiles(
                                        authority,
                                        folder.resolve("own.pem"),
                                        folder.resolve("own.key")),
                                clients),
                        "",
                        false);
        IntakeFixture started = new IntakeFixture(settings.config());
        running = started;
        return started;
    }
}
