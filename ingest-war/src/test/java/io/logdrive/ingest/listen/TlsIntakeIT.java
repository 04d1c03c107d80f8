package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.queue.Enqueued;
import io.logdrive.payara.PortProtection;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.payara.TestCertificates;
import io.logdrive.tls.ClientAuth;
import io.logdrive.tls.TlsFiles;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIntakeIT {
    @TempDir private static Path made;
    private static TestCertificates certificates;

    private final List<Socket> sockets = new ArrayList<>();
    private IntakeFixture intake;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.make(made);
    }

    @BeforeEach
    void start() {
        intake = started("");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        intake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void takesLinesAndSyslogAndForwardInsideAndOutside(String protocol) throws Exception {
        SSLSocket lines = connect(protocol);
        write(lines, "a\nb\n");
        end(lines);
        SSLSocket syslog = connect(protocol);
        write(syslog, "7 <13>c\nd");
        end(syslog);
        SSLSocket forward = connect(protocol);
        forward.getOutputStream().write(0xc0);
        assertThat(forward.getInputStream().read()).isEqualTo(0xc0);
        Socket plain = intake.connect();
        write(plain, "<13>e\n");
        plain.shutdownOutput();
        IntakeFixture.assertClosedInOrder(plain);

        assertThat(intake.queue.lines()).isEqualTo(4);
        assertThat(intake.queue.chunks())
                .extracting(chunk -> chunk.origin().kind())
                .containsExactly(OriginKind.LINES, OriginKind.SYSLOG, OriginKind.SYSLOG);
        // The client sees the end a moment before the listener has forgotten the connection.
        await().untilAsserted(
                        () ->
                                assertThat(intake.server.connections())
                                        .extracting(ConnectionStatus::protocol)
                                        .containsExactly("forward+tls"));
        assertThat(forward.getSession().getCipherSuite()).contains("GCM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void saysCloseNotifyOnlyAfterTheQueueConfirmedEverything(String protocol) throws Exception {
        intake.queue.hold();
        SSLSocket socket = connect(protocol);
        write(socket, "a\nb\nc");
        socket.shutdownOutput();
        await().until(() -> intake.queue.lines() == 3);

        socket.setSoTimeout(300);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
        intake.queue.confirmAll();

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        await().until(() -> intake.server.connections().isEmpty());
        assertThat(intake.queue.text()).isEqualTo("a\nb\nc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resetsWithoutCloseNotifyWhenNotEverythingWasTaken(String protocol) throws Exception {
        intake.queue.answer(Enqueued.CLOSED);
        SSLSocket socket = connect(protocol);

        // Its end is what completes the line: were it refused before, the reset could break the
        // client's own close_notify, and its read would say no more than that it is over.
        write(socket, "a");
        socket.shutdownOutput();

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
        assertThat(intake.queue.lines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resetsWhoIsOpenAtTheStopWithoutCloseNotify(String protocol) throws Exception {
        intake.queue.hold();
        SSLSocket socket = connect(protocol);
        write(socket, "a\n");
        socket.shutdownOutput();
        await().until(() -> intake.queue.lines() == 1);

        intake.server.stopReading();
        intake.server.close();

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void takesTheEndOfTheConnectionWithoutCloseNotifyForAFailure(String protocol) throws Exception {
        Socket plain = intake.connect();
        SSLSocket socket = inside(plain, protocol, null);
        write(socket, "a\nhalf");
        await().until(() -> intake.queue.lines() == 1);

        plain.shutdownOutput();

        await().until(() -> intake.server.connections().isEmpty());
        assertThat(intake.queue.text()).isEqualTo("a\n");
        assertThat(intake.log())
                .contains(
                        "connection-failed peer=127.0.0.1:"
                                + plain.getLocalPort()
                                + " reason=tls data=unconfirmed-lines-with-sender cause=tls:"
                                + " expected close_notify, found the end of input");
    }

    /** Each handshake that fails is said with its reason: TrustedSendersIT has them all. */
    @Test
    void asksForTheCertificateThatIsConfigured() throws Exception {
        intake.close();
        intake = started(certificates.file("ca.pem"));

        SSLSocket known = inside(intake.connect(), "TLSv1.3", "client");
        write(known, "a\n");
        end(known);
        assertThatThrownBy(
                        () -> {
                            SSLSocket unknown = inside(intake.connect(), "TLSv1.3", null);
                            write(unknown, "b\n");
                            assertThat(unknown.getInputStream().read()).isEqualTo(-2);
                        })
                .isInstanceOf(IOException.class);

        assertThat(intake.queue.text()).isEqualTo("a\n");
        await().until(() -> intake.count("failed.connections", "reason", "tls") == 1);
        assertThat(intake.log())
                .anyMatch(line -> line.startsWith("tls-refused reason=no-certificate peer="));
    }

    @Test
    void refusesOldProtocolsAndOldCiphers() throws Exception {
        assertThatThrownBy(() -> connect("TLSv1.1")).isInstanceOf(Exception.class);
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client(null)
                                .getSocketFactory()
                                .createSocket(intake.connect(), "127.0.0.1", 1, true);
        socket.setEnabledCipherSuites(
                new String[] {
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"
                });

        assertThatThrownBy(socket::startHandshake)
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("handshake_failure");
        await().until(() -> intake.server.connections().isEmpty());
    }

    @Test
    void resetsWhoDoesNotFinishItsHandshake() throws Exception {
        Socket socket = intake.connect();
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});

        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);

        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .anyMatch(line -> line.endsWith("cause=handshake timed out after 10000ms"));
    }

    @Test
    void countsWhatWaitsToBeDecryptedAsUnfinished() throws Exception {
        Socket plain = intake.connect();
        SSLSocket socket = inside(plain, "TLSv1.2", null);
        write(socket, "a\n");
        await().until(() -> intake.queue.lines() == 1);

        // The header of a record of 16,000 bytes, and 1,000 of these.
        byte[] part = new byte[1_005];
        part[0] = 23;
        part[1] = 3;
        part[2] = 3;
        part[3] = 0x3e;
        part[4] = (byte) 0x80;
        plain.getOutputStream().write(part);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> intake.server.unfinishedBytes() == part.length);
        plain.close();
        await().until(() -> intake.server.unfinishedBytes() == 0);
    }

    private SSLSocket connect(String protocol) throws Exception {
        return inside(intake.connect(), protocol, null);
    }

    private SSLSocket inside(Socket plain, String protocol, @Nullable String client)
            throws GeneralSecurityException, IOException {
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client(client)
                                .getSocketFactory()
                                .createSocket(plain, "127.0.0.1", plain.getPort(), true);
        sockets.add(socket);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    private static IntakeFixture started(String clientCa) {
        ListenSettings settings = new ListenSettings();
        ClientAuth clients = clientCa.isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRED;
        settings.protection =
                new PortProtection(
                        new ServerTlsConfig(
                                new TlsFiles(
                                        clientCa.isEmpty() ? null : Path.of(clientCa),
                                        Path.of(certificates.file("server.pem")),
                                        Path.of(certificates.file("server.key"))),
                                clients),
                        "",
                        false);
        return new IntakeFixture(settings.config());
    }

    private static void end(SSLSocket socket) throws IOException {
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }
}
