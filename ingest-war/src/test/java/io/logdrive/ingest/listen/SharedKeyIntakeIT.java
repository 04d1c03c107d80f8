package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.payara.PortProtection;
import io.logdrive.payara.ServerTlsConfig;
import io.logdrive.payara.TestCertificates;
import io.logdrive.tls.ClientAuth;
import io.logdrive.tls.TlsFiles;
import io.logdrive.wire.ClientHandshake;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shared key of Forward on the intake port. */
class SharedKeyIntakeIT {
    private static final String KEY = "swordfish";

    @TempDir private Path folder;
    private IntakeFixture intake = started(ServerTlsConfig.OFF);

    @AfterEach
    void close() throws IOException {
        intake.close();
    }

    @Test
    void takesForwardOfWhoKnowsTheKey() throws IOException {
        Socket socket = intake.connect();

        shake(socket, KEY);
        socket.getOutputStream().write(0xc0);

        assertThat(socket.getInputStream().read()).isEqualTo(0xc0);
        assertThat(intake.server.connections())
                .extracting(ConnectionStatus::protocol)
                .containsExactly("forward");
    }

    @Test
    void takesWhatComesRightBehindThePingAndAByteAtATime() throws IOException {
        Socket socket = intake.connect();
        socket.setTcpNoDelay(true);
        ClientHandshake client = new ClientHandshake("river", KEY);
        byte[] ping = client.ping(frame(socket.getInputStream()));

        for (byte one : ping) {
            socket.getOutputStream().write(one);
        }
        client.check(frame(socket.getInputStream()));
        socket.getOutputStream().write(0xc0);

        assertThat(socket.getInputStream().read()).isEqualTo(0xc0);
    }

    @Test
    void takesEventsThatComeInOneReadWithThePing() throws IOException {
        Socket socket = intake.connect();
        ClientHandshake client = new ClientHandshake("river", KEY);
        byte[] ping = client.ping(frame(socket.getInputStream()));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(ping);
        both.write(0xc0);

        socket.getOutputStream().write(both.toByteArray());

        client.check(frame(socket.getInputStream()));
        assertThat(socket.getInputStream().read()).isEqualTo(0xc0);
    }

    @Test
    void tellsWhoKnowsAnotherKeyAndTakesNothing() throws IOException {
        Socket socket = intake.connect();

        try {
            shake(socket, "catfish");
            assertThat(socket).as("not taken").isNull();
        } catch (ForwardException e) {
            assertThat(e).hasMessageEndingWith("found refused: shared key mismatch");
        }

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(intake.log())
                .contains(
                        "tls-refused reason=shared-key peer=127.0.0.1:"
                                + socket.getLocalPort()
                                + " data=with-sender cause=shared key mismatch");
        assertThat(intake.count("tls.refused.connections", "reason", "shared-key")).isEqualTo(1);
    }

    @Test
    void takesNoLinesAndNoEventsWithoutTheKey() throws IOException {
        Socket lines = intake.connect();
        lines.getOutputStream().write("a line\n".getBytes(UTF_8));
        Socket events = intake.connect();
        events.getOutputStream().write(new byte[] {(byte) 0xc0});

        await().until(() -> intake.count("tls.refused.connections", "reason", "shared-key") == 2);

        assertThat(intake.queue.chunks()).isEmpty();
        assertThat(intake.log())
                .anyMatch(line -> line.endsWith("cause=expected PING, found something else"));
    }

    @Test
    void saysWhoseHandshakeDoesNotEnd() throws IOException {
        Socket socket = intake.connect();
        socket.setSoTimeout(30_000);
        frame(socket.getInputStream());

        IntakeFixture.assertReset(socket);

        assertThat(intake.log())
                .anyMatch(line -> line.endsWith("cause=expected PING within 10000 ms"));
    }

    @Test
    void isAskedForInsideTlsWhereThereIsTls() throws Exception {
        intake.close();
        TestCertificates certificates = TestCertificates.make(folder);
        intake =
                started(
                        new ServerTlsConfig(
                                new TlsFiles(
                                        null,
                                        Path.of(certificates.file("server.pem")),
                                        Path.of(certificates.file("server.key"))),
                                ClientAuth.NONE));
        Socket under = intake.connect();
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client(null)
                                .getSocketFactory()
                                .createSocket(under, "127.0.0.1", under.getPort(), true);

        shake(socket, KEY);
        socket.getOutputStream().write(0xc0);
        assertThat(socket.getInputStream().read()).isEqualTo(0xc0);
        Socket plain = intake.connect();
        plain.getOutputStream().write(0xc0);

        IntakeFixture.assertReset(plain);
        assertThat(intake.log()).anyMatch(line -> line.startsWith("tls-refused reason=plain "));
        socket.close();
    }

    private static void shake(Socket socket, String key) throws IOException {
        ClientHandshake client = new ClientHandshake("river", key);
        byte[] ping = client.ping(frame(socket.getInputStream()));
        socket.getOutputStream().write(ping);
        client.check(frame(socket.getInputStream()));
    }

    private static byte[] frame(InputStream in) throws IOException {
        FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        boolean complete = false;
        while (!complete) {
            byte next = (byte) in.read();
            frame.write(next);
            complete = scanner.scan(ByteBuffer.wrap(new byte[] {next}));
        }
        return frame.toByteArray();
    }

    private static IntakeFixture started(ServerTlsConfig tls) {
        ListenSettings settings = new ListenSettings();
        settings.protection = new PortProtection(tls, KEY, false);
        return new IntakeFixture(settings.config());
    }
}
