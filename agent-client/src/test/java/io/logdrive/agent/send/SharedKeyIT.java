package io.logdrive.agent.send;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.agent.AckServer;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.HandshakeCodec;
import io.logdrive.wire.HandshakeCodec.Helo;
import io.logdrive.wire.HandshakeCodec.Ping;
import io.logdrive.wire.HandshakeCodec.Pong;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The handshake of a shared key, with servers that follow a script. */
@Timeout(60)
class SharedKeyIT {
    private static final String KEY = "swordfish";
    private static final byte[] NONCE = {0, (byte) 0xfe, 3};
    private static final byte[] AUTH = "salt".getBytes(US_ASCII);
    private static final SharedKeyConfig CONFIG = SharedKeyConfig.of(KEY, "agent.web-1");

    @TempDir Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RecordingUplinkEvents events = new RecordingUplinkEvents();
    private final OutgoingChunks chunks = new OutgoingChunks();
    private final List<Ping> pings = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    /** What a server makes of a PING. Confined to its session. */
    private interface Answering {
        Pong answer(Ping ping);
    }

    private AckServer.Behaviour shaking(byte[] auth, Answering answering) {
        return (session, index) -> {
            session.send(HandshakeCodec.encode(new Helo(NONCE, auth, true)));
            byte @Nullable [] frame = session.nextFrame();
            if (frame == null) {
                return;
            }
            Ping ping = HandshakeCodec.decodePing(frame, 0, frame.length);
            pings.add(ping);
            // A heartbeat at its heels: it must not be swallowed with the answer.
            byte[] pong = HandshakeCodec.encode(answering.answer(ping));
            session.send(pong);
            session.send(ForwardCodec.encodeHeartbeat());
            session.acknowledgeAll();
        };
    }

    private static Pong accepted(Ping ping, String name, String key) {
        String digest = HandshakeCodec.keyDigest(ping.salt(), name, NONCE, key);
        return new Pong(true, "", name, digest);
    }

    private AckServer server(AckServer.Behaviour behaviour) throws IOException {
        AckServer server = new AckServer(behaviour);
        opened.add(server);
        return server;
    }

    private Uplink uplink(
            AckServer server, @Nullable SharedKeyConfig key, @Nullable TlsConfig tls, int millis) {
        Uplink uplink =
                new Uplink(
                        new UplinkConfig(
                                List.of(new Server("127.0.0.1", server.port())),
                                tls,
                                key,
                                false,
                                1 << 20,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofMillis(millis)),
                        events);
        opened.add(0, uplink);
        uplink.start();
        return uplink;
    }

    private void assertDelivers(Uplink uplink) throws InterruptedException {
        uplink.put(chunks.next());
        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).as(events.all().toString()).isTrue();
    }

    private void assertRefuses(AckServer server, SharedKeyConfig key, String reason)
            throws InterruptedException {
        uplink(server, key, null, 5_000).put(chunks.next());

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(events.reasons()).contains(reason));
        assertThat(server.sessions()).allSatisfy(s -> assertThat(s.chunks()).isEmpty());
        assertThat(events.all().toString()).doesNotContain(KEY);
    }

    @Test
    void bothSidesProveThatTheyKnowTheKeyAndChunksFollow() throws Exception {
        AckServer server = server(shaking(new byte[0], ping -> accepted(ping, "web-1", KEY)));

        assertDelivers(uplink(server, CONFIG, null, 5_000));

        Ping ping = pings.get(0);
        assertThat(ping.hostName()).isEqualTo("agent.web-1");
        assertThat(ping.keyDigest())
                .isEqualTo(HandshakeCodec.keyDigest(ping.salt(), "agent.web-1", NONCE, KEY));
        assertThat(ping.user()).isEmpty();
        assertThat(ping.passwordDigest()).isEmpty();
        assertThat(events.reasons()).isEmpty();
    }

    @Test
    void saltIsAnotherForEachConnection() throws Exception {
        AckServer server =
                server(
                        (session, index) -> {
                            session.send(HandshakeCodec.encode(new Helo(NONCE, new byte[0], true)));
                            byte[] frame = Objects.requireNonNull(session.nextFrame());
                            Ping ping = HandshakeCodec.decodePing(frame, 0, frame.length);
                            pings.add(ping);
                        });
        uplink(server, CONFIG, null, 5_000).put(chunks.next());

        await().atMost(20, TimeUnit.SECONDS).until(() -> pings.size() >= 2);
        assertThat(pings.get(0).salt()).isNotEqualTo(pings.get(1).salt()).hasSize(32);
        assertThat(events.reasons())
                .contains("shared key: the server closed the connection before PONG");
    }

    @Test
    void userAndPasswordAreProvedToAServerThatAsksForThem() throws Exception {
        AckServer server = server(shaking(AUTH, ping -> accepted(ping, "web-1", KEY)));
        SharedKeyConfig config = new SharedKeyConfig(KEY, "agent.web-1", "me", "open sesame");

        assertDelivers(uplink(server, config, null, 5_000));

        assertThat(pings.get(0).user()).isEqualTo("me");
        assertThat(pings.get(0).passwordDigest())
                .isEqualTo(HandshakeCodec.passwordDigest(AUTH, "me", "open sesame"));
        assertThat(config.toString()).doesNotContain("sesame").doesNotContain(KEY);
    }

    @Test
    void keyGoesUnderTlsWhereThatIsConfigured() throws Exception {
        TestCertificates certificates = TestCertificates.make(folder);
        AckServer server =
                certificates.server(
                        "server",
                        false,
                        shaking(new byte[0], ping -> accepted(ping, "web-1", KEY)));
        opened.add(server);
        Path ca = TestCertificates.write(folder.resolve("ca"), certificates.certificate("ca"));

        assertDelivers(uplink(server, CONFIG, new TlsConfig(ca, null, null), 5_000));
        assertThat(pings).hasSize(1);
    }

    @Test
    void serverWithAnotherKeyGetsNothing() throws Exception {
        assertRefuses(
                server(shaking(new byte[0], ping -> accepted(ping, "web-1", "other"))),
                CONFIG,
                "shared key: expected a server that knows it, found another key at web-1");
    }

    @Test
    void probeShakesHandsAsASessionDoes() throws Exception {
        AckServer server = server(shaking(new byte[0], ping -> accepted(ping, "web-1", KEY)));
        Server to = new Server("127.0.0.1", server.port());
        SharedKeyConfig other = SharedKeyConfig.of("other", "agent.web-1");

        Uplink.probe(UplinkConfig.of(List.of(to), null, CONFIG, false, 1), to);

        assertThatThrownBy(
                        () -> Uplink.probe(UplinkConfig.of(List.of(to), null, other, false, 1), to))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "shared key: expected a server that knows it, found another key at web-1");
        assertThat(pings).hasSize(2);
    }

    @Test
    void serverThatSendsOurOwnDigestBackGetsNothing() throws Exception {
        assertRefuses(
                server(
                        shaking(
                                new byte[0],
                                ping -> new Pong(true, "", ping.hostName(), ping.keyDigest()))),
                CONFIG,
                "shared key: expected a server of another name than the agent's, found"
                        + " agent.web-1");
    }

    @Test
    void refusalOfTheServerIsSaidInOneLine() throws Exception {
        assertRefuses(
                server(shaking(new byte[0], ping -> new Pong(false, "no\nway", "", ""))),
                CONFIG,
                "shared key: the server does not accept the agent: no?way");
    }

    @Test
    void serverThatWantsAUserIsToldNothingWithoutOne() throws Exception {
        assertRefuses(
                server(shaking(AUTH, ping -> accepted(ping, "web-1", KEY))),
                CONFIG,
                "shared key: the server wants a user and a password, none are configured");
        assertThat(pings).isEmpty();
    }

    @Test
    void serverThatSaysSomethingElseIsLeft() throws Exception {
        assertRefuses(
                server(
                        (session, index) -> {
                            session.send(ForwardCodec.encodeAck("a"));
                            session.acknowledgeAll();
                        }),
                CONFIG,
                "shared key: forward value: expected HELO at byte 0, found a map");
    }

    @Test
    void serverThatSaysNothingHasNoKey() throws Exception {
        uplink(server((session, index) -> session.acknowledgeAll()), CONFIG, null, 300)
                .put(chunks.next());

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () ->
                                assertThat(events.reasons())
                                        .contains(
                                                "shared key: no HELO within 300 ms; does the"
                                                        + " server speak the shared key?"));
    }

    @Test
    void serverThatWantsAKeyIsSaidToWantOne() throws Exception {
        AckServer server = server(shaking(new byte[0], ping -> accepted(ping, "web-1", KEY)));
        uplink(server, null, null, 5_000);

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () ->
                                assertThat(events.reasons())
                                        .contains(
                                                "the server wants a shared key, none is"
                                                        + " configured"));
    }

    @Test
    void whatIsWrongWithItIsSaidAndNeverWhatItIs() {
        assertThat(CONFIG.problems()).isEmpty();
        assertThat(new SharedKeyConfig("", "x".repeat(1_025), "me", null).problems())
                .containsExactly(
                        "shared key: expected 1..1024 characters, found none",
                        "shared key host name: expected 1..1024 characters, found 1025",
                        "shared key password: expected one for the user, found none");
        assertThat(new SharedKeyConfig("k", "h", null, "p").problems())
                .containsExactly("shared key user: expected one for the password, found none");
    }
}
