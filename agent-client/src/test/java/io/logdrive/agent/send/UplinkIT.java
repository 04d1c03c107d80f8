package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.agent.AckServer;
import io.logdrive.agent.send.UplinkState.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to the server, with servers that do as a test wants. */
@Timeout(120)
class UplinkIT {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RecordingUplinkEvents events = new RecordingUplinkEvents();
    private final OutgoingChunks chunks = new OutgoingChunks();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    private AckServer server(AckServer.Behaviour behaviour) throws IOException {
        AckServer server = new AckServer(behaviour);
        opened.add(server);
        return server;
    }

    private static UplinkConfig config(long bytesMax, AckServer... servers) {
        List<Server> all =
                Arrays.stream(servers).map(s -> new Server("127.0.0.1", s.port())).toList();
        return UplinkConfig.of(all, null, null, false, bytesMax);
    }

    private Uplink started(UplinkConfig config) {
        Uplink uplink = new Uplink(config, events, InstantSource.fixed(NOW));
        opened.add(0, uplink);
        uplink.start();
        return uplink;
    }

    private static List<Long> firsts(AckServer server) {
        List<Long> firsts = new ArrayList<>();
        for (AckServer.Session session : server.sessions()) {
            session.chunks().forEach(chunk -> firsts.add(chunk.name().first()));
        }
        return firsts;
    }

    @Test
    void nobodyWaitsForWhatAFaultKeepsFromBeingSent() throws Exception {
        Uplink uplink = new Uplink(config(1 << 20), events, InstantSource.fixed(NOW));
        opened.add(uplink);
        uplink.put(chunks.next());

        uplink.start();

        assertThat(uplink.awaitEmpty(Duration.ofDays(1))).isFalse();
        assertThat(uplink.put(chunks.next())).isFalse();
        assertThat(uplink.fault()).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void reconfiguredInMidStreamItSendsWhatIsUnacknowledgedThereInOrder() throws Exception {
        // Acknowledges every other chunk, and none from the tenth on.
        AckServer old =
                server(
                        (session, index) -> {
                            for (int i = 0; ; i++) {
                                AckServer.Received next = session.next();
                                if (next == null) {
                                    return;
                                }
                                if (i % 2 == 0 && i < 10) {
                                    session.acknowledge(next);
                                }
                            }
                        });
        AckServer fresh = server((session, index) -> session.acknowledgeAll());
        Uplink uplink = started(config(1 << 20, old));
        for (int i = 0; i < 50; i++) {
            uplink.put(chunks.next());
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> chunks.acknowledged() == 5 && firsts(old).size() == 50);

        uplink.reconfigure(config(1 << 20, fresh));
        await().atMost(20, TimeUnit.SECONDS).until(() -> events.all().size() > 1);
        for (int i = 0; i < 50; i++) {
            uplink.put(chunks.next());
        }

        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        assertThat(chunks.acknowledged()).isEqualTo(100);
        assertThat(firsts(old)).hasSize(50);
        assertThat(firsts(fresh)).isSorted().hasSize(95).doesNotContain(0L, 2L, 4L, 6L, 8L);
        assertThat(events.all())
                .containsExactly(
                        "connected 127.0.0.1:" + old.port(),
                        "reconfigured 45",
                        "connected 127.0.0.1:" + fresh.port());
        assertThat(sameBytes(old, fresh)).isEqualTo(45);
    }

    /** How many chunks both got, with the same bytes each. */
    private static int sameBytes(AckServer old, AckServer fresh) {
        int both = 0;
        for (AckServer.Received again : fresh.sessions().get(0).chunks()) {
            for (AckServer.Received before : old.sessions().get(0).chunks()) {
                if (before.name().equals(again.name())) {
                    assertThat(again.bytes()).isEqualTo(before.bytes());
                    both++;
                }
            }
        }
        return both;
    }

    @Test
    void reconfiguredAgainAndAgainItLosesNothing() throws Exception {
        AckServer one = server((session, index) -> session.acknowledgeAll());
        AckServer other = server((session, index) -> session.acknowledgeAll());
        Uplink uplink = started(config(1 << 20, one));

        for (int i = 0; i < 2_000; i++) {
            uplink.put(chunks.next());
            if (i % 100 == 99) {
                uplink.reconfigure(config(1 << 20, i % 200 == 99 ? other : one));
            }
        }

        assertThat(uplink.awaitEmpty(Duration.ofSeconds(30))).isTrue();
        assertThat(chunks.acknowledged()).isEqualTo(2_000);
        TreeSet<Long> came = new TreeSet<>(firsts(one));
        came.addAll(firsts(other));
        assertThat(came).hasSize(2_000);
        assertThat(events.reasons()).isEmpty();
        for (AckServer server : List.of(one, other)) {
            for (AckServer.Session session : server.sessions()) {
                assertThat(session.chunks().stream().map(c -> c.name().first())).isSorted();
            }
        }
    }

    @Test
    void reconfiguredWhileItConnectsInVainItGoesElsewhereAtOnce() throws Exception {
        // Accepts nothing: the key's handshake would wait for ever.
        AckServer silent = server((session, index) -> session.nextFrame());
        AckServer fresh = server((session, index) -> session.acknowledgeAll());
        UplinkConfig never =
                new UplinkConfig(
                        config(1, silent).servers(),
                        null,
                        SharedKeyConfig.of("k", "h"),
                        false,
                        1 << 20,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1));
        Uplink uplink = started(never);
        uplink.put(chunks.next());
        await().atMost(20, TimeUnit.SECONDS).until(() -> silent.sessions().size() == 1);
        assertThat(uplink.state().link()).isEqualTo(Link.CONNECTING);

        uplink.reconfigure(config(1 << 20, fresh));

        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        assertThat(events.reasons()).isEmpty();
    }

    @Test
    void otherBoundCountsAtOnceAndKeepsTheSession() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AckServer server =
                server(
                        (session, index) -> {
                            go.await();
                            session.acknowledgeAll();
                        });
        Uplink uplink = started(config(1, server));
        uplink.put(chunks.next());
        CountDownLatch taken = new CountDownLatch(1);
        Thread putting =
                new Thread(
                        () -> {
                            try {
                                uplink.put(chunks.next());
                                taken.countDown();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        putting.start();
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> putting.getState() == Thread.State.WAITING);

        uplink.reconfigure(config(1 << 20, server));

        assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
        go.countDown();
        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        assertThat(events.connected()).hasSize(1);
        assertThat(uplink.config().bytesMax()).isEqualTo(1 << 20);
    }

    @Test
    void chunkThatTheServerRefusesForEverIsNamedAndKept() throws Exception {
        CountDownLatch mended = new CountDownLatch(1);
        // Refuses the chunk 2, and acknowledges nothing before it has looked at what came behind.
        AckServer server =
                server(
                        (session, index) -> {
                            for (AckServer.Received next = session.next();
                                    next != null;
                                    next = session.next()) {
                                if (next.name().first() == 2 && mended.getCount() > 0) {
                                    return;
                                }
                                session.acknowledge(next);
                            }
                        });
        Uplink uplink = started(config(1 << 20, server));
        List<OutgoingChunk> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(chunks.next());
            uplink.put(all.get(i));
        }

        String refused =
                "refused 127.0.0.1:"
                        + server.port()
                        + " "
                        + all.get(2).name()
                        + " "
                        + all.get(2).length()
                        + " 5";
        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(events.all()).contains(refused));
        assertThat(chunks.acknowledged()).isEqualTo(2);
        mended.countDown();

        assertThat(uplink.awaitEmpty(Duration.ofSeconds(60))).isTrue();
        assertThat(chunks.acknowledged()).isEqualTo(5);
        assertThat(events.all().stream().filter(said -> said.startsWith("refused")))
                .containsExactly(refused);
    }

    @Test
    void stateSaysHowTheWayIsAndWhatWentOverIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AckServer server =
                server(
                        (session, index) -> {
                            AckServer.Received one = session.next();
                            if (one == null) {
                                return;
                            }
                            if (index == 0) {
                                session.acknowledge(one);
                                session.next();
                            } else {
                                go.await();
                                session.acknowledge(one);
                                session.acknowledgeAll();
                            }
                        });
        Uplink uplink = new Uplink(config(1 << 20, server), events, InstantSource.fixed(NOW));
        opened.add(0, uplink);
        assertThat(uplink.state().link()).isEqualTo(Link.CLOSED);
        uplink.start();
        OutgoingChunk first = chunks.next();
        uplink.put(first);
        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        OutgoingChunk second = chunks.next("longer than the first");
        uplink.put(second);
        await().atMost(20, TimeUnit.SECONDS).until(() -> uplink.state().chunksResent() == 1);

        Server to = new Server("127.0.0.1", server.port());
        assertThat(uplink.state())
                .isEqualTo(
                        new UplinkState(
                                Link.CONNECTED,
                                to,
                                NOW,
                                3,
                                first.length() + 2L * second.length(),
                                1,
                                1,
                                first.length(),
                                1,
                                second.length(),
                                1,
                                "closed by the server",
                                NOW));
        go.countDown();
        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        uplink.close();
        await().atMost(20, TimeUnit.SECONDS).until(() -> uplink.state().link() == Link.CLOSED);
        assertThat(uplink.state().chunksAcknowledged()).isEqualTo(2);
        assertThat(uplink.state().chunksUnacknowledged()).isZero();
    }

    @Test
    void withoutAServerItWaitsAndSaysWhy() throws Exception {
        AckServer gone = server((session, index) -> session.acknowledgeAll());
        gone.close();
        Uplink uplink = started(config(1 << 20, gone));

        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(uplink.state().link()).isEqualTo(Link.WAITING));
        assertThat(uplink.state().lastFailure()).isEqualTo("Connection refused");
        assertThat(uplink.state().reconnects()).isZero();
    }

    @Test
    void firstServerIsUsedAndAfterALossTheNext() throws Exception {
        AckServer first = server((session, index) -> session.reset());
        AckServer second = server((session, index) -> session.acknowledgeAll());
        Uplink uplink = started(config(1 << 20, first, second));
        uplink.put(chunks.next());

        assertThat(uplink.awaitEmpty(Duration.ofSeconds(20))).isTrue();
        assertThat(first.sessions()).hasSize(1);
        assertThat(firsts(second)).containsExactly(0L);
    }
}
