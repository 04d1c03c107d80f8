package io.logdrive.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two engines of ours with one another: who is trusted, and which reason the other is given. */
class HandshakeIT {
    @TempDir private static Path made;
    private static TestCertificates certificates;

    @BeforeAll
    static void make() {
        certificates =
                TestCertificates.make(made)
                        .issue("server", "EC")
                        .issue("client", "RSA")
                        .issue("expired", "EC", "-startdate", "2020/01/01 00:00:00");
        certificates.add("elsewhere", "EC", "-signer", "ca", "-ext", "san=dns:example.org");
        certificates.add("stranger", "EC", "-ext", "san=ip:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothKnowEachOther(String protocol) throws Exception {
        SSLEngine server = server("server", ClientAuth.REQUIRED);
        SSLEngine client = client("ca", "client");
        client.setEnabledProtocols(new String[] {protocol});

        shake(client, server);

        assertThat(server.getSession().getProtocol()).isEqualTo(protocol);
        assertThat(server.getSession().getCipherSuite()).contains("GCM");
        assertThat(
                        CertificateNames.identity(
                                (java.security.cert.X509Certificate)
                                        server.getSession().getPeerCertificates()[0]))
                .isEqualTo("client");
    }

    @ParameterizedTest
    @CsvSource({
        "server, ca, none",
        "expired, ca, expired",
        "elsewhere, ca, other-name",
        "stranger, ca, untrusted",
        "server, stranger, untrusted"
    })
    void clientSaysWhyItDoesNotTakeAServer(String shown, String trusted, String reason) {
        SSLEngine server = server(shown, ClientAuth.NONE);
        SSLEngine client = client(trusted, null);

        assertThat(reasonOf(client, server)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "client, OPTIONAL, none",
        ", OPTIONAL, none",
        ", NONE, none",
        ", REQUIRED, no-certificate",
        "expired, REQUIRED, expired",
        "stranger, REQUIRED, untrusted",
        "stranger, OPTIONAL, untrusted"
    })
    void serverSaysWhyItDoesNotTakeAClient(
            @Nullable String shown, ClientAuth clients, String reason) {
        SSLEngine server = server("server", clients);
        SSLEngine client = client("ca", shown);
        // A client of 1.3 is done before the server has looked at it.
        client.setEnabledProtocols(new String[] {"TLSv1.2"});

        assertThat(reasonOf(client, server)).isEqualTo(reason);
    }

    @Test
    void oldProtocolsAndCiphersAreRefused() {
        SSLEngine old = client("ca", null);
        old.setEnabledProtocols(new String[] {"TLSv1.2"});
        old.setEnabledCipherSuites(
                new String[] {
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"
                });

        assertThat(reasonOf(old, server("server", ClientAuth.NONE))).isEqualTo("protocol");
        assertThat(server("server", ClientAuth.NONE).getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(List.of(server("server", ClientAuth.NONE).getEnabledCipherSuites()))
                .isNotEmpty()
                .allMatch(cipher -> cipher.contains("GCM") || cipher.contains("CHACHA20"));
    }

    private static String reasonOf(SSLEngine client, SSLEngine server) {
        try {
            shake(client, server);
            return "none";
        } catch (SSLException e) {
            return Refusal.of(e).word();
        }
    }

    /** Lets both speak until they are done; throws what the first to fail says. */
    private static void shake(SSLEngine client, SSLEngine server) throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        int size = client.getSession().getPacketBufferSize();
        ByteBuffer toServer = ByteBuffer.allocate(2 * size);
        ByteBuffer toClient = ByteBuffer.allocate(2 * size);
        for (int i = 0; i < 50 && !(done(client) && done(server)); i++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertThat(done(client) && done(server)).isTrue();
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        in.flip();
        for (int i = 0; i < 20; i++) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask();
                        task != null;
                        task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                engine.wrap(ByteBuffer.allocate(0), out);
            } else if (in.hasRemaining()) {
                engine.unwrap(in, plain);
            }
        }
        in.compact();
    }

    private static SSLEngine server(String alias, ClientAuth clients) {
        try {
            return TlsContext.ofServer(material("ca", alias), clients).serverEngine();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLEngine client(String trusted, @Nullable String alias) {
        try {
            return TlsContext.ofClient(material(trusted, alias), "127.0.0.1")
                    .clientEngine("127.0.0.1", 1);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsMaterial material(String trusted, @Nullable String alias) {
        List<TlsProblem> problems = new ArrayList<>();
        TlsFiles files =
                new TlsFiles(
                        certificates.file(trusted + ".pem"),
                        alias == null ? null : certificates.file(alias + ".pem"),
                        alias == null ? null : certificates.file(alias + ".key"));
        return Objects.requireNonNull(files.read(problems), problems::toString);
    }
}
