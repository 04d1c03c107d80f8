package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.agent.AckServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the server under TLS, with certificates that keytool made. */
@Timeout(60)
class UplinkTlsIT {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    @TempDir static Path made;
    private static TestCertificates certificates;

    @TempDir Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RecordingUplinkEvents events = new RecordingUplinkEvents();
    private final OutgoingChunks chunks = new OutgoingChunks();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private Path ca;

    @BeforeAll
    static void make() {
        certificates = TestCertificates.make(made);
    }

    @BeforeEach
    void writeCa() {
        ca = file("ca.pem", certificates.certificate("ca"));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private Path file(String name, String text) {
        return TestCertificates.write(folder.resolve(name), text);
    }

    private AckServer server(String alias, boolean wantsClients) throws IOException {
        return opened(certificates.server(alias, wantsClients, this::acknowledgeAll));
    }

    private AckServer opened(AckServer server) {
        opened.add(server);
        return server;
    }

    /** Notes who the client is, and how it came. */
    private void acknowledgeAll(AckServer.Session session, int index) throws IOException {
        SSLSession tls = ((SSLSocket) session.socket()).getSession();
        clients.add(tls.getProtocol() + " " + clientOf(tls));
        session.acknowledgeAll();
    }

    private static String clientOf(SSLSession session) {
        try {
            Principal peer = session.getPeerPrincipal();
            return peer.getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private Uplink uplink(TlsConfig tls, String host, Duration connectMax, AckServer... servers) {
        List<Server> all = new ArrayList<>();
        for (AckServer server : servers) {
            all.add(new Server(host, server.port()));
        }
        return uplink(tls, connectMax, Duration.ofSeconds(30), all);
    }

    private Uplink uplink(
            TlsConfig tls, Duration connectMax, Duration silenceMax, List<Server> servers) {
        Uplink uplink =
                new Uplink(
                        new UplinkConfig(
                                servers,
                                tls,
                                null,
                                false,
                                1 << 20,
                                Duration.ofSeconds(10),
                                silenceMax,
                                connectMax),
                        events);
        opened.add(0, uplink);
        uplink.start();
        return uplink;
    }

    private TlsConfig trusting(@Nullable String client) {
        return client == null
                ? new TlsConfig(ca, null, null)
                : new TlsConfig(
                        ca,
                        file("client.pem", certificates.certificate(client, "ca")),
                        file("client.key", certificates.key(client)));
    }

    private void assertDelivers(Uplink uplink) throws InterruptedException {
        int before = chunks.acknowledged();
        assertThat(uplink.put(chunks.next())).isTrue();
        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).as(events.all().toString()).isTrue();
        assertThat(chunks.acknowledged()).isEqualTo(before + 1);
    }

    private void awaitReason(String reason) {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(events.reasons()).contains(reason));
        assertThat(chunks.acknowledged()).isZero();
    }

    @Test
    void chunksGoByTheNewestTlsToAServerThatTheFileTrusts() throws Exception {
        Uplink uplink = uplink(trusting(null), "localhost", CONNECT_MAX, server("server", false));

        assertDelivers(uplink);
        assertThat(clients).containsExactly("TLSv1.3 nobody");
        assertThat(events.reasons()).isEmpty();
    }

    @Test
    void serverThatNobodyTrustsGetsNothing() throws Exception {
        AckServer stranger = server("stranger", false);
        Uplink uplink = uplink(trusting(null), "127.0.0.1", CONNECT_MAX, stranger);
        uplink.put(chunks.next());

        awaitReason(
                "tls: expected a server certificate that "
                        + ca
                        + " trusts, found CN=stranger issued by CN=stranger");
        assertThat(stranger.sessions()).allSatisfy(s -> assertThat(s.chunks()).isEmpty());
    }

    @Test
    void serverIsNotTrustedByTheJvmForWhatAFileSays() throws Exception {
        Uplink uplink =
                uplink(TlsConfig.DEFAULT, "127.0.0.1", CONNECT_MAX, server("server", false));
        uplink.put(chunks.next());

        awaitReason(
                "tls: expected a server certificate that this JVM trusts, found CN=server issued"
                        + " by CN=ca");
    }

    @Test
    void certificateIsForTheHostThatWasAskedFor() throws Exception {
        Uplink uplink =
                uplink(trusting(null), "127.0.0.1", CONNECT_MAX, server("elsewhere", false));
        uplink.put(chunks.next());

        awaitReason("tls: expected a server certificate for 127.0.0.1, found one for example.org");
    }

    @Test
    void expiredCertificateIsCalledSo() throws Exception {
        Uplink uplink = uplink(trusting(null), "127.0.0.1", CONNECT_MAX, server("expired", false));
        uplink.put(chunks.next());

        awaitReason(
                "tls: expected a server certificate that is valid now, found CN=expired valid from"
                        + " 2020-01-01T00:00:00Z to 2020-01-31T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void clientShowsItsCertificateToAServerThatAsksForOne(String client) throws Exception {
        Uplink uplink = uplink(trusting(client), "127.0.0.1", CONNECT_MAX, server("server", true));

        assertDelivers(uplink);
        assertThat(clients).containsExactly("TLSv1.3 CN=" + client);
    }

    @Test
    void serverThatWantsACertificateIsSaidToWantOne() throws Exception {
        Uplink uplink = uplink(trusting(null), "127.0.0.1", CONNECT_MAX, server("server", true));
        uplink.put(chunks.next());

        await().atMost(20, TimeUnit.SECONDS).until(() -> !events.reasons().isEmpty());
        assertThat(events.reasons().get(0))
                .startsWith("tls: the server wants a client certificate, none is configured: ");
        assertThat(events.all()).noneMatch(said -> said.startsWith("refused"));
    }

    @Test
    void serverThatNamesOtherIssuersIsSaidToDoSo() throws Exception {
        TlsConfig tls =
                new TlsConfig(
                        ca,
                        file("client.pem", certificates.certificate("stranger")),
                        file("client.key", certificates.key("stranger")));
        Uplink uplink = uplink(tls, "127.0.0.1", CONNECT_MAX, server("server", true));
        uplink.put(chunks.next());

        await().atMost(20, TimeUnit.SECONDS).until(() -> !events.reasons().isEmpty());
        assertThat(events.reasons().get(0))
                .startsWith(
                        "tls: the server wants a client certificate, and names issuers that are"
                                + " not those of CN=stranger: ");
    }

    @Test
    void serverThatAnswersInAnotherLanguageDoesNotSpeakTls() throws Exception {
        AckServer plain =
                opened(
                        new AckServer(
                                (session, index) -> {
                                    session.send("hello\n".getBytes(StandardCharsets.US_ASCII));
                                    session.socket().getInputStream().readAllBytes();
                                }));
        uplink(trusting(null), "127.0.0.1", CONNECT_MAX, plain).put(chunks.next());

        awaitReason("tls: the server does not speak TLS");
    }

    @Test
    void serverThatResetsTheHandshakeMayNotSpeakTls() throws Exception {
        AckServer plain =
                opened(
                        new AckServer(
                                (session, index) -> {
                                    session.socket().getInputStream().read();
                                    session.reset();
                                }));
        uplink(trusting(null), "127.0.0.1", CONNECT_MAX, plain).put(chunks.next());

        awaitReason("tls: the server closed the connection in the handshake; does it speak TLS?");
    }

    @Test
    void handshakeThatComesByteByByteIsGivenUpInTime() throws Exception {
        AckServer slow =
                opened(
                        new AckServer(
                                (session, index) -> {
                                    // The head of a record of 16 KiB that never comes whole.
                                    session.send(new byte[] {22, 3, 3, 0x40, 0});
                                    while (true) {
                                        session.send(new byte[1]);
                                        TimeUnit.MILLISECONDS.sleep(20);
                                    }
                                }));
        uplink(trusting(null), "127.0.0.1", Duration.ofMillis(400), slow).put(chunks.next());

        awaitReason("tls: no handshake within 400 ms; does the server speak TLS?");
    }

    @Test
    void serverThatReadsNothingHoldsUpNoWriterForEver() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AckServer deaf =
                opened(
                        certificates.server(
                                "server",
                                false,
                                (session, index) -> {
                                    ((SSLSocket) session.socket()).startHandshake();
                                    over.await();
                                }));
        opened.add(over::countDown);
        Server to = new Server("127.0.0.1", deaf.port());
        uplink(trusting(null), CONNECT_MAX, Duration.ofSeconds(1), List.of(to))
                .put(chunks.next("x".repeat(16 << 20)));

        awaitReason("no answer within 1 s");
        await().atMost(20, TimeUnit.SECONDS).until(() -> events.reasons().size() > 1);
        assertThat(events.all()).noneMatch(said -> said.startsWith("refused"));
    }

    @Test
    void certificateThatWasRenewedIsShownFromTheNextConnectionOnAndABadOneKeepsTheOld()
            throws Exception {
        AckServer server =
                opened(
                        certificates.server(
                                "server",
                                true,
                                (session, index) -> {
                                    SSLSession tls = ((SSLSocket) session.socket()).getSession();
                                    clients.add(clientOf(tls));
                                    AckServer.Received one = session.next();
                                    if (one != null) {
                                        session.acknowledge(one);
                                    }
                                }));
        TlsConfig tls = trusting("rsa");
        Uplink uplink = uplink(tls, "127.0.0.1", CONNECT_MAX, server);

        assertDelivers(uplink);
        trusting("ec");
        awaitSessionOf("CN=ec", uplink);
        Path key = file("client.key", "");
        awaitSessionOf("CN=ec", uplink);

        String problem =
                "tls key "
                        + key
                        + ": expected an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY'), found no"
                        + " PEM block";
        trusting("rsa");
        awaitSessionOf("CN=rsa", uplink);
        // Told once, though several connections were made; a half renewal before it may be, too.
        assertThat(events.all()).containsOnlyOnce("kept " + problem);
    }

    /** The server ends each session after its first chunk, so that there are always new ones. */
    private void awaitSessionOf(String client, Uplink uplink) throws InterruptedException {
        int before = clients.size();
        while (clients.size() < before + 2) {
            assertDelivers(uplink);
        }
        assertThat(clients).last().isEqualTo(client);
    }

    @Test
    void withoutAnyGoodFileNoConnectionIsMade() throws Exception {
        AckServer server = server("server", false);
        Path none = folder.resolve("none.pem");
        uplink(new TlsConfig(none, null, null), "127.0.0.1", CONNECT_MAX, server)
                .put(chunks.next());

        awaitReason("tls ca " + none + ": expected a PEM file, found no file");
    }

    @Test
    void firstServerThatIsTrustedIsUsedAndAfterALossTheNext() throws Exception {
        AckServer gone = server("server", false);
        int port = gone.port();
        gone.close();
        AckServer untrusted = server("stranger", false);
        AckServer first =
                opened(
                        certificates.server(
                                "server",
                                false,
                                (session, index) -> {
                                    AckServer.Received one = session.next();
                                    if (one != null) {
                                        session.acknowledge(one);
                                    }
                                    session.next();
                                }));
        AckServer second = server("server", false);
        List<Server> servers =
                List.of(
                        new Server("127.0.0.1", port),
                        new Server("127.0.0.1", untrusted.port()),
                        new Server("127.0.0.1", first.port()),
                        new Server("127.0.0.1", second.port()));
        Uplink uplink = uplink(trusting(null), CONNECT_MAX, Duration.ofSeconds(30), servers);

        assertDelivers(uplink);
        assertThat(events.connected()).containsExactly(servers.get(2));
        assertDelivers(uplink);
        assertThat(events.connected()).containsExactly(servers.get(2), servers.get(3));
        assertThat(events.reasons()).hasSize(3);
        assertThat(untrusted.sessions()).allSatisfy(s -> assertThat(s.chunks()).isEmpty());
    }
}
