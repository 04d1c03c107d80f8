package io.logdrive.ingest.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.ingest.Seeds;
import io.logdrive.payara.ClientProtection;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordEncoder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestinationClientIT {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ScriptedDestination destination;
    private DestinationClient client;

    @BeforeEach
    void start() throws IOException {
        destination = new ScriptedDestination(0);
        client = client(destination.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        destination.close();
    }

    @Test
    void tellsOfEachAcknowledgedBatchOnce() {
        send(0, 100);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged).isEqualTo(names(0, 100)));
        assertThat(destination.names(0)).isEqualTo(names(0, 100));
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void sendsManyBatchesBeforeTheFirstIsAcknowledged() throws IOException {
        destination.acknowledges = false;

        send(0, 10);
        await().atMost(PATIENCE).until(() -> destination.names(0).size() == 10);
        assertThat(acknowledged).isEmpty();
        destination.sayToAll(ForwardCodec.encodeAck("b7"));
        destination.sayToAll(ForwardCodec.encodeAck("b3"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged).containsExactly("b7", "b3"));
    }

    @Test
    void sendsEverythingUnacknowledgedAgainInOrderUnderTheSameNames() throws IOException {
        destination.acknowledges = false;
        send(0, 20);
        await().atMost(PATIENCE).until(() -> destination.names(0).size() == 20);
        destination.sayToAll(ForwardCodec.encodeAck("b0"));
        destination.sayToAll(ForwardCodec.encodeAck("b5"));
        await().atMost(PATIENCE).until(() -> acknowledged.size() == 2);

        destination.acknowledges = true;
        destination.resetAll();

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 20);
        List<String> again = names(0, 20);
        again.removeAll(List.of("b0", "b5"));
        assertThat(destination.names(1)).isEqualTo(again);
        assertThat(acknowledged).doesNotHaveDuplicates();
    }

    @Test
    void connectsWhenTheDestinationComesUpAfterTheClient() throws IOException {
        InetSocketAddress address = destination.address();
        destination.close();
        await().atMost(PATIENCE).until(() -> !client.isConnected());
        send(0, 3);

        destination = new ScriptedDestination(address.getPort());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged).isEqualTo(names(0, 3)));
    }

    @Test
    void leavesAnEverClosingDestinationMoreAndMoreTimeBetweenAttempts() throws IOException {
        await().atMost(PATIENCE).until(client::isConnected);
        destination.closesAtOnce = true;
        destination.resetAll();

        // Without back-off 20 attempts take 3 s, with it the sixth comes after more than 3 s.
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(3))
                .until(() -> destination.connections() <= 7);
        destination.closesAtOnce = false;
        send(0, 1);

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 1);
    }

    @Test
    void reconnectsWhenTheDestinationTalksNonsense() throws IOException {
        await().atMost(PATIENCE)
                .until(() -> destination.connections() == 1 && client.isConnected());
        for (byte[] nonsense :
                List.of(
                        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8),
                        new byte[] {(byte) 0xdb, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
                        new byte[] {(byte) 0x81, (byte) 0xa3, 'a', 'c', 'k', 0x07},
                        new byte[] {(byte) 0x80})) {
            int connections = destination.connections();

            destination.sayToAll(nonsense);

            await().atMost(PATIENCE)
                    .until(() -> destination.connections() > connections && client.isConnected());
        }
        send(0, 5);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged).isEqualTo(names(0, 5)));
    }

    @Test
    void survivesRandomAnswers() throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        destination.sayToAll(noise);
        send(0, 5);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(acknowledged).as("seed %d", seed).isEqualTo(names(0, 5)));
    }

    @Test
    void ignoresTheAcknowledgementOfABatchItDoesNotKnow() throws IOException {
        await().atMost(PATIENCE).until(client::isConnected);
        destination.sayToAll(ForwardCodec.encodeAck("stranger"));
        send(0, 1);

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 1);
        assertThat(destination.connections()).isEqualTo(1);
        assertThat(metrics.counter("logdrive.forward.unknown.acknowledgements").count())
                .isEqualTo(1);
    }

    @Test
    void readsAcknowledgementsThatComeByteByByte() throws IOException {
        // Nor does the answer to a heartbeat come between two bytes of one.
        destination.answersHeartbeats = false;
        destination.acknowledges = false;
        send(0, 1);
        await().atMost(PATIENCE).until(() -> destination.names(0).size() == 1);

        for (byte b : ForwardCodec.encodeAck("b0")) {
            destination.sayToAll(new byte[] {b});
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acknowledged).containsExactly("b0"));
    }

    @Test
    void reconnectsToADestinationThatFellSilentAfterItHadAnsweredHeartbeats() throws IOException {
        await().atMost(PATIENCE).until(() -> destination.heartbeats() > 0);
        destination.acknowledges = false;
        destination.answersHeartbeats = false;
        send(0, 3);

        await().atMost(PATIENCE).until(() -> destination.connections() >= 2);
        destination.acknowledges = true;
        destination.answersHeartbeats = true;
        destination.resetAll();

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 3);
        assertThat(acknowledged).isEqualTo(names(0, 3));
    }

    @Test
    void staysForAWhileWithADestinationThatNeverAnsweredHeartbeats() throws IOException {
        reconnectToOneWithoutHeartbeats();
        send(0, 1);

        await().atMost(PATIENCE)
                .during(HEARTBEAT.multipliedBy(8))
                .until(() -> destination.connections() == 2);

        assertThat(client.isConnected()).isTrue();
    }

    /** Half-open before its first answer: nothing tells it from a foreign one but the debt. */
    @Test
    void leavesADestinationThatNeverAnsweredHeartbeatsAndOwesAcknowledgements() throws IOException {
        reconnectToOneWithoutHeartbeats();
        send(0, 3);

        await().atMost(PATIENCE).until(() -> destination.connections() >= 3);
        destination.acknowledges = true;
        destination.resetAll();

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 3);
        assertThat(acknowledged).isEqualTo(names(0, 3));
    }

    @Test
    void staysWithADestinationThatNeverAnsweredHeartbeatsAndOwesNothing() throws IOException {
        reconnectToOneWithoutHeartbeats();

        await().atMost(PATIENCE)
                .during(HEARTBEAT.multipliedBy(25))
                .until(() -> destination.connections() == 2);
    }

    @Test
    void staysWithADestinationThatTakesItsTimeButAnswersHeartbeats() throws IOException {
        destination.acknowledges = false;
        send(0, 1);

        await().atMost(PATIENCE)
                .during(HEARTBEAT.multipliedBy(8))
                .until(() -> destination.connections() == 1);
        destination.sayToAll(ForwardCodec.encodeAck("b0"));

        await().atMost(PATIENCE).until(() -> acknowledged.size() == 1);
    }

    @Test
    void endsItsThreadWhenClosed() {
        await().atMost(PATIENCE).until(client::isConnected);

        client.close();

        // The loop says that it has ended as its thread's last act but a few.
        await().untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .doesNotContain("test-client"));
    }

    private void reconnectToOneWithoutHeartbeats() throws IOException {
        destination.answersHeartbeats = false;
        destination.acknowledges = false;
        await().atMost(PATIENCE).until(() -> destination.connections() == 1);
        destination.resetAll();
        await().atMost(PATIENCE).until(() -> destination.connections() == 2);
    }

    private DestinationClient client(InetSocketAddress address) {
        DestinationClient fresh =
                new DestinationClient(
                        address,
                        ClientProtection.none(address),
                        new ForwardEvents(metrics),
                        task -> new Thread(task, "test-client"),
                        HEARTBEAT);
        fresh.start();
        return fresh;
    }

    private void send(int from, int to) {
        for (String name : names(from, to)) {
            client.send(batch(name), batch -> acknowledged.add(batch.name()));
        }
    }

    private static List<String> names(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to).mapToObj(i -> "b" + i).toList());
    }

    private static Batch batch(String name) {
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(new LogRecord(1, 1, null, null, null, "body", List.of(), null, 0));
        EntryRange entries = encoder.take();
        byte[] frame = ForwardCodec.encodeBatch("logdrive", name, entries, List.of(), List.of());
        return new Batch(name, frame, 1, List.of());
    }
}
