package io.logdrive.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.agent.send.Bursts.Burst;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pace in virtual time, without sockets. Confined to the test's thread. */
class DuesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long UNLIMITED = Long.MAX_VALUE;

    @Test
    void dealsLinesOutInTurn() {
        List<Connection> connections = connections(3, UNLIMITED);
        Dues dues = dues(1_000, connections);
        List<Connection> ready = new ArrayList<>();

        dues.pass(3_000_000, ready::add);

        assertThat(connections).extracting(Connection::owed).containsExactly(2L, 1L, 1L);
        assertThat(ready).containsExactlyInAnyOrderElementsOf(connections);
        assertThat(dues.nextNanos()).isEqualTo(4_000_000);

        ready.clear();
        dues.pass(4_000_000, ready::add);

        assertThat(ready).containsExactly(connections.get(1));
    }

    @Test
    void owesExactlyTheRateHoweverSeldomItLooks() {
        for (long step : new long[] {100_000, 1_000_001, 17_000_003, 900_000_000}) {
            List<Connection> connections = connections(7, UNLIMITED);
            Dues dues = dues(100_000, connections);
            long taken = 0;

            for (long now = 0; now < 10 * SECOND; now += step) {
                dues.pass(now, c -> {});
                taken += take(connections);
            }
            dues.pass(10 * SECOND, c -> {});
            taken += take(connections);

            assertThat(taken).isEqualTo(1_000_000);
        }
    }

    @Test
    void connectionThatCannotSendIsOwedTheLinesOfOneSecondAndNoMore() {
        List<Connection> connections = connections(4, UNLIMITED);
        Dues dues = dues(1_000, connections);

        dues.pass(5 * SECOND - 1, c -> {});

        assertThat(connections).extracting(Connection::owed).containsOnly(250L);
        assertThat(connections).extracting(c -> c.tally().report().unsent()).containsOnly(1_250L);
    }

    @Test
    void slowConnectionsBacklogIsAtLeastOneLine() {
        List<Connection> connections = connections(10, UNLIMITED);
        Dues dues = dues(1, connections);

        dues.pass(60 * SECOND - 1, c -> {});

        assertThat(connections).extracting(Connection::owed).containsOnly(1L);
    }

    @Test
    void limitOfLinesIsNeverExceededAndNothingIsDueAfterIt() {
        List<Connection> connections = connections(2, 30);
        Dues dues = dues(1_000, connections);

        dues.pass(SECOND, c -> {});

        assertThat(connections).extracting(Connection::owed).containsOnly(30L);
        assertThat(dues.nextNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(connections).extracting(c -> c.tally().report().unsent()).containsOnly(30L);
    }

    @Test
    void batchIsDealtOutAtOnceAndNothingIsDueUntilTheNext() {
        List<Connection> connections = connections(4, UNLIMITED);
        Dues dues = dues(new Batches(1_001, Duration.ofSeconds(3)), connections);

        dues.pass(2 * SECOND, c -> {});

        assertThat(connections)
                .extracting(Connection::owed)
                .containsExactly(251L, 250L, 250L, 250L);
        assertThat(dues.nextNanos()).isEqualTo(3 * SECOND);
        assertThat(connections).extracting(c -> c.tally().report().unsent()).contains(251L, 250L);
    }

    @Test
    void connectionThatCannotSendIsOwedOneBatchAndNoMore() {
        List<Connection> connections = connections(4, UNLIMITED);
        Dues dues = dues(new Batches(1_000, Duration.ofSeconds(3)), connections);

        dues.pass(2 * SECOND, c -> {});
        dues.pass(9 * SECOND, c -> {});

        assertThat(connections).extracting(Connection::owed).containsOnly(250L);
        assertThat(connections).extracting(c -> c.tally().report().unsent()).containsOnly(1_000L);
    }

    @Test
    void burstIsOwedBesideTheSteadyLines() {
        List<Connection> connections = connections(2, UNLIMITED);
        Burst burst = new Burst(new Rate(500), Duration.ofSeconds(1), Duration.ofSeconds(4));
        Dues dues = dues(new Bursts(new Rate(100), burst), connections);

        dues.pass(SECOND - 1, c -> {});
        long withBurst = take(connections);
        dues.pass(2 * SECOND - 1, c -> {});
        long without = take(connections);

        assertThat(withBurst).isEqualTo(600);
        assertThat(without).isEqualTo(100);
        assertThat(dues.nextNanos()).isEqualTo(2 * SECOND);
    }

    @Test
    void withoutAPaceEverythingIsOwedFromTheStartAndNothingIsEverDue() {
        List<Connection> connections = connections(2, 500_000);
        Dues dues = new Dues(Rate.MAX, Long.MAX_VALUE, new Share(0, 2, 2), connections);

        dues.pass(SECOND, c -> {});

        assertThat(dues.paced()).isFalse();
        assertThat(connections).extracting(Connection::owed).containsOnly(500_000L);
        assertThat(dues.nextNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(connections).extracting(c -> c.tally().report().unsent()).containsOnly(0L);
    }

    private static Dues dues(long linesPerSecond, List<Connection> connections) {
        return dues(new Rate(linesPerSecond), connections);
    }

    private static Dues dues(Load load, List<Connection> connections) {
        return new Dues(
                load,
                10 * SECOND,
                new Share(0, connections.size(), connections.size()),
                connections);
    }

    private static long take(List<Connection> connections) {
        long taken = 0;
        for (Connection connection : connections) {
            taken += connection.owed();
            connection.owe(-connection.owed());
        }
        return taken;
    }

    private static List<Connection> connections(int count, long linesMax) {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(
                    new LinesConnection(
                            new ConnectionTally(i, linesMax, 2),
                            linesMax,
                            new NumberedLines(1),
                            100));
        }
        return connections;
    }
}
