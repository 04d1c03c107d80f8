package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.receive.ReceiveException;
import io.logdrive.destination.store.Deadline;
import io.logdrive.destination.store.OriginLedger;
import io.logdrive.payara.Settings;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The destination without its container: a socket in front, a database behind. */
class DestinationIT {
    private static final Origin ORIGIN = TestRecords.origin(1);

    @TempDir Path data;

    @Test
    void storesAndAcknowledgesWhatItReceives() throws Exception {
        Destination destination = start("127.0.0.1:0");
        try (ForwardClient client = new ForwardClient(destination.address())) {
            for (int i = 0; i < 20; i++) {
                client.send(batch(i, 100));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.readAck()).isEqualTo("c" + i);
            }
            assertThat(destination.problem()).isNull();
            assertThat(ledger(destination).sums())
                    .isEqualTo(new OriginLedger.Sums(2_000, 2_000, 0, 0, 0));
            assertThat(destination.metrics())
                    .contains("logdrive_destination_records_total{outcome=\"stored\"} 2000.0")
                    .contains("logdrive_destination_receive_records_total 2000.0");
        } finally {
            destination.stop();
        }
        assertThat(destination.problem()).isEqualTo("destination: stopping");
    }

    @Test
    void acknowledgesBeforeItStopsWhatItHasStoredAndOnlyThat() throws Exception {
        Destination destination = start("127.0.0.1:0");
        int acknowledged = 0;
        try (ForwardClient client = new ForwardClient(destination.address())) {
            for (int i = 0; i < 50; i++) {
                client.send(batch(i, 100));
            }
            assertThat(client.readAck()).isEqualTo("c0");
            acknowledged++;

            destination.stop();

            acknowledged += acknowledgementsLeft(client);
        }
        Destination again = start("127.0.0.1:0");
        try {
            assertThat(ledger(again).sums().stored()).isEqualTo(100L * acknowledged);
            assertThat(ledger(again).sums().missing()).isZero();
        } finally {
            again.stop();
        }
    }

    @Test
    void leavesNothingOpenWhenItCannotListen() throws Exception {
        Destination first = start("127.0.0.1:0");
        int port = first.address().getPort();
        Path other = data.resolve("other");
        try {
            assertThatThrownBy(() -> start("127.0.0.1:" + port, other))
                    .isInstanceOf(ReceiveException.class);
        } finally {
            first.stop();
        }
        // It would be in use if the failed start had left it open.
        start("127.0.0.1:0", other).stop();
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Destination destination = start("127.0.0.1:0");
        try (ForwardClient client = new ForwardClient(destination.address())) {
            client.send(batch(0, 1));
            client.readAck();
        }

        destination.stop();

        // The pool's thread ends by itself once it is told to.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThat(Thread.getAllStackTraces().keySet())
                                        .extracting(Thread::getName)
                                        .noneMatch(
                                                name ->
                                                        name.contains("destination")
                                                                || name.contains("H2")
                                                                || name.contains("MVStore")
                                                                || name.contains("Hikari")));
    }

    private Destination start(String address) {
        return start(address, data.resolve("one"));
    }

    private static Destination start(String address, Path directory) {
        DestinationConfig config =
                DestinationConfig.from(
                        Settings.ofMap(
                                Map.of(
                                        "logdrive.destination.data",
                                        directory.toString(),
                                        "logdrive.destination.receive.address",
                                        address)));
        return Destination.start(config, Thread::new, Clock.systemUTC());
    }

    /** Until the peer closes. */
    private static int acknowledgementsLeft(ForwardClient client) {
        int count = 0;
        try {
            while (true) {
                client.readAck();
                count++;
            }
        } catch (java.io.IOException e) {
            return count;
        }
    }

    private static OriginLedger ledger(Destination destination) {
        return destination
                .queries()
                .ledger()
                .origin(ORIGIN.id(), 10, Deadline.in(Duration.ofSeconds(10)))
                .orElseThrow();
    }

    private static byte[] batch(int number, int count) {
        return ForwardClient.frame(
                "c" + number,
                List.of(TestRecords.stored(ORIGIN, (long) number * count, count)),
                List.of(ORIGIN),
                TestRecords.records((long) number * count, count));
    }
}
