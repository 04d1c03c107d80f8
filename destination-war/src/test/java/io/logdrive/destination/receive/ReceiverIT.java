package io.logdrive.destination.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.ForwardClient;
import io.logdrive.destination.TestRecords;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverIT {
    private static final Origin ORIGIN = TestRecords.origin(1);
    private static final byte[] NIL = ForwardCodec.encodeHeartbeat();

    private SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeSink sink = new FakeSink(1_000_000);
    private Receiver receiver = start(Map.of());

    @AfterEach
    void stop() {
        receiver.stop();
    }

    @Test
    void acknowledgesManyBatchesOfOneConnectionInOrderOnceTheyAreCommitted() throws Exception {
        try (ForwardClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.send(batch(i));
            }
            await().until(() -> sink.batches().size() == 100);

            sink.commit();

            for (int i = 0; i < 100; i++) {
                assertThat(client.readAck()).isEqualTo("c" + i);
            }
        }
        await().until(() -> closed("peer") == 1);
    }

    @Test
    void readsNoMoreWhileTheStoreIsFullAndLosesNothingOfIt() throws Exception {
        sink.room(3);
        try (ForwardClient client = client()) {
            Thread sender = new Thread(() -> sendAll(client, 2_000));
            sender.start();
            await().until(() -> metrics.counter(name("pauses")).count() == 1);
            double read = metrics.counter(name("bytes")).count();
            assertThat(sink.batches()).hasSize(3);

            sink.makeRoom(1_000_000);

            await().until(() -> sink.batches().size() == 2_000);
            sender.join();
            assertThat(read).isLessThan(2 * ConnectionHandler.READ_BYTES);
            assertThat(firsts()).isSorted().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "{\"message\":\"a line of JSON\"}\n",
                "a plain line\n",
            })
    void closesAConnectionThatDoesNotSpeakForwardAndKeepsTheOthers(String garbage)
            throws Exception {
        try (ForwardClient good = client();
                ForwardClient bad = client()) {
            good.send(Arrays.copyOf(batch(0), 10));

            bad.send(garbage.getBytes(StandardCharsets.UTF_8));

            assertClosed(bad);
            good.send(Arrays.copyOfRange(batch(0), 10, batch(0).length));
            await().until(() -> sink.batches().size() == 1);
            await().until(() -> closed("garbage") == 1);
        }
    }

    @Test
    void closesAConnectionWhoseFrameClaimsTwoGibibytes() throws Exception {
        try (ForwardClient client = client()) {
            client.send(new byte[] {(byte) 0x93, (byte) 0xa1, 't', (byte) 0xc6, 0x7f, -1, -1, -1});

            assertClosed(client);
            await().until(() -> closed("garbage") == 1);
        }
    }

    @Test
    void survivesRandomBytesOnManyConnections() throws Exception {
        for (long seed = 1; seed <= 100; seed++) {
            byte[] bytes = new byte[1 + new Random(seed).nextInt(2_000)];
            new Random(seed).nextBytes(bytes);
            try (ForwardClient client = client()) {
                client.send(bytes);
            } catch (SocketException e) {
                // It was quicker to close than we to send.
                assertThat(e).as("seed %d", seed).hasMessageMatching(".*([Rr]eset|[Bb]roken).*");
            }
        }
        await().until(() -> metrics.get(name("connections")).gauge().value() == 0);
        try (ForwardClient client = client()) {
            client.send(batch(0));
            await().until(() -> !sink.batches().isEmpty());
        }
        assertThat(metrics.get(name("buffer.bytes")).gauge().value()).isZero();
        assertThat(closed("failed")).isZero();
    }

    @Test
    void answersHeartbeatsAndClosesAPeerThatStopsSendingThem() throws Exception {
        restart(Map.of("receive.idle-max", "PT0.3S"));
        try (ForwardClient client = client()) {
            client.send(NIL);

            assertThat(client.readFrame()).isEqualTo(NIL);
            assertClosed(client);
            await().until(() -> closed("idle") == 1);
        }
    }

    /** Half-open: it sends, and never takes its answers. */
    @Test
    void readsNoMoreFromAPeerThatDoesNotReadAndThenClosesIt() throws Exception {
        restart(Map.of("receive.idle-max", "PT1S"));
        try (ForwardClient client = client()) {
            client.send(NIL);
            Thread sender = new Thread(() -> sendUntilBroken(client));
            sender.start();
            while (sender.isAlive()) {
                sink.commitNew();
                sender.join(5);
            }

            await().atMost(Duration.ofMinutes(1)).until(() -> closed("idle") == 1);
            assertThat(metrics.get(name("connections")).gauge().value()).isZero();
            assertThat(metrics.get(name("buffer.bytes")).gauge().value()).isZero();
        }
        try (ForwardClient other = client()) {
            other.send(batch(0));
            await().untilAsserted(
                            () -> {
                                sink.commitNew();
                                assertThat(other.socket().getInputStream().available())
                                        .isPositive();
                            });
            assertThat(other.readAck()).isEqualTo("c0");
        }
    }

    /** Chunk names are answered, so long ones fill the way back soon. */
    private static void sendUntilBroken(ForwardClient client) {
        String name = "n".repeat(1_000);
        try {
            for (int i = 0; ; i++) {
                client.send(
                        ForwardClient.frame(
                                name + i,
                                List.of(TestRecords.stored(ORIGIN, i, 1)),
                                List.of(ORIGIN),
                                List.of(record("line"))));
            }
        } catch (IOException e) {
            // The receiver has closed the connection: what the test waits for.
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closesAPeerWhoseFrameDoesNotEnd() throws Exception {
        restart(Map.of("receive.frame-age-max", "PT0.3S"));
        try (ForwardClient client = client()) {
            client.send(Arrays.copyOf(batch(0), 20));

            assertClosed(client);
            await().until(() -> closed("stalled") == 1);
        }
    }

    @Test
    void closesConnectionsBeyondTheLimitAtOnce() throws Exception {
        restart(Map.of("receive.connections-max", "2"));
        try (ForwardClient first = client();
                ForwardClient second = client()) {
            first.send(NIL);
            second.send(NIL);
            first.readFrame();
            second.readFrame();
            try (ForwardClient third = client()) {
                assertClosed(third);
            }
            await().until(() -> closed("connections") == 1);
            assertThat(metrics.get(name("connections")).gauge().value()).isEqualTo(2);
            first.send(NIL);
            assertThat(first.readFrame()).isEqualTo(NIL);
        }
        // Whoever left made room.
        await().untilAsserted(
                        () -> {
                            try (ForwardClient next = client()) {
                                next.send(NIL);
                                assertThat(next.readFrame()).isEqualTo(NIL);
                            }
                        });
    }

    @Test
    void keepsTheBytesOfUnfinishedFramesUnderTheirBound() throws Exception {
        restart(
                Map.of(
                        "receive.frame-bytes-max", "100KiB",
                        "receive.buffer-bytes-max", "150KiB"));
        byte[] large =
                ForwardClient.frame(
                        "large", List.of(), List.of(), List.of(record("x".repeat(90_000))));
        try (ForwardClient first = client();
                ForwardClient second = client()) {
            first.send(Arrays.copyOf(large, 80_000));
            await().until(() -> metrics.get(name("buffer.bytes")).gauge().value() >= 80_000);

            second.send(Arrays.copyOf(large, 80_000));

            assertClosed(second);
            await().until(() -> closed("memory") == 1);
            first.send(Arrays.copyOfRange(large, 80_000, large.length));
            await().until(() -> sink.batches().size() == 1);
        }
    }

    @Test
    void sendsAcknowledgementsThatComeWhileItStops() throws Exception {
        try (ForwardClient client = client()) {
            client.send(batch(0));
            await().until(() -> sink.batches().size() == 1);

            receiver.stopAccepting();
            assertThat(receiver.isListening()).isFalse();
            // The kernel's socket goes with the selector's next turn, an instant later.
            await().until(this::isRefused);
            sink.commit();
            receiver.stop();

            assertThat(client.readAck()).isEqualTo("c0");
            assertClosed(client);
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (ForwardClient client = client()) {
            client.send(NIL);
            client.readFrame();
            receiver.stop();
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("destination-receive"));
    }

    @Test
    void saysWhyItCannotListen() {
        int port = receiver.address().getPort();

        assertThatThrownBy(() -> start(Map.of("receive.address", "127.0.0.1:" + port)))
                .isInstanceOf(ReceiveException.class)
                .hasMessageStartingWith(
                        "logdrive.destination.receive.address: expected an address that can be"
                                + " bound, found /127.0.0.1:"
                                + port)
                .hasMessageContaining("Address already in use");
    }

    private void sendAll(ForwardClient client, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(batch(i));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void restart(Map<String, String> settings) {
        receiver.stop();
        metrics = new SimpleMeterRegistry();
        receiver = start(settings);
    }

    private Receiver start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("logdrive.destination.receive.address", "127.0.0.1:0");
        settings.forEach((key, value) -> all.put("logdrive.destination." + key, value));
        ReceiveConfig config =
                ReceiveConfig.from(
                        new ConfigurationReader("logdrive.destination.", Settings.ofMap(all)));
        return Receiver.start(
                config, sink, new Receiver.Platform(Thread::new, Clock.systemUTC(), metrics));
    }

    private ForwardClient client() throws IOException {
        InetSocketAddress address = receiver.address();
        return new ForwardClient(address);
    }

    /** A reset is as good as an orderly close. */
    private boolean isRefused() {
        try {
            client().close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void assertClosed(ForwardClient client) {
        assertThatThrownBy(client::readFrame)
                .isInstanceOfAny(EOFException.class, SocketException.class);
    }

    private double closed(String reason) {
        return metrics.counter(name("closed"), "reason", reason).count();
    }

    private List<Long> firsts() {
        List<Long> firsts = new ArrayList<>();
        sink.batches().forEach(batch -> firsts.add(batch.runs().get(0).first()));
        return firsts;
    }

    private static String name(String what) {
        return "logdrive.destination.receive." + what;
    }

    static byte[] batch(long number) {
        return ForwardClient.frame(
                "c" + number,
                List.of(TestRecords.stored(ORIGIN, number, 1)),
                List.of(ORIGIN),
                List.of(record("line " + number + " " + "x".repeat(200))));
    }

    private static io.logdrive.wire.LogRecord record(String body) {
        return TestRecords.record(0, body);
    }
}
