package io.logdrive.ingest.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.OriginKind;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConsumerLedgerTest {
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final ConsumerLedger ledger = new ConsumerLedger();

    @Test
    void joinsRunsThatTouchOrOverlap() {
        add(ONE, 0, 5);
        add(ONE, 10, 15);
        add(ONE, 5, 7);
        add(ONE, 6, 12);
        add(OTHER, 3, 4);

        assertThat(ledger.runs())
                .containsExactlyInAnyOrder(
                        new Run(ONE, OriginKind.LINES, 7, 0, 15),
                        new Run(OTHER, OriginKind.LINES, 7, 3, 4));
    }

    @Test
    void coversWhatABitSetCovers() {
        long seed = 42;
        Random random = new Random(seed);
        BitSet expected = new BitSet();
        for (int i = 0; i < 2_000; i++) {
            int first = random.nextInt(3_000);
            int end = first + 1 + random.nextInt(4);
            add(ONE, first, end);
            expected.set(first, end);
            int from = random.nextInt(3_000);
            int to = from + 1 + random.nextInt(50);

            assertThat(ledger.covered(ONE, from, to))
                    .isEqualTo(expected.get(from, to).cardinality());
            assertThat(ledger.covers(ONE, from)).isEqualTo(expected.get(from));
        }
    }

    @Test
    void forgetsSilentOriginsButNoAgents() {
        ledger.add(new Run(ONE, OriginKind.LINES, 1_000, 0, 1));
        ledger.add(new Run(OTHER, OriginKind.AGENT, 1_000, 0, 1));
        ledger.add(new Run(new UUID(0, 3), OriginKind.FORWARD_CHUNK, 2_000, 0, 1));

        int tooMany = ledger.forget(1_500, 100);

        assertThat(tooMany).isZero();
        assertThat(ledger.covers(ONE, 0)).isFalse();
        assertThat(ledger.covers(OTHER, 0)).isTrue();
        assertThat(ledger.size()).isEqualTo(2);
    }

    @Test
    void forgetsTheOriginsThatWereSilentLongestWhenThereAreTooMany() {
        for (int i = 0; i < 10; i++) {
            ledger.add(new Run(new UUID(1, i), OriginKind.LINES, 1_000 - i, 0, 1));
        }
        ledger.add(new Run(OTHER, OriginKind.AGENT, 0, 0, 1));

        int tooMany = ledger.forget(0, 4);

        assertThat(tooMany).isEqualTo(7);
        assertThat(ledger.runs())
                .extracting(Run::seenMillis)
                .containsExactlyInAnyOrder(1_000L, 999L, 998L, 0L);
    }

    @Test
    void readsTheTextOfAStepAndRefusesAnyOther() {
        List<Run> runs =
                List.of(
                        new Run(ONE, OriginKind.AGENT, 9, 5, 17),
                        new Run(OTHER, OriginKind.FORWARD_CHUNK, 9, 0, 1));

        assertThat(ConsumerLedger.parse(ConsumerLedger.textOf(runs), 9)).isEqualTo(runs);
        assertThat(ConsumerLedger.parse("", 9)).isEmpty();
        assertThat(ConsumerLedger.parse("nonsense", 9)).isNull();
        assertThat(ConsumerLedger.parse(ONE + ":agent/5+0", 9)).isNull();
        assertThat(ConsumerLedger.parse(ONE + ":nobody/5+1", 9)).isNull();
        assertThat(ConsumerLedger.parse(ONE + ":agent/9223372036854775807+1", 9)).isNull();
    }

    private void add(UUID origin, long first, long end) {
        ledger.add(new Run(origin, OriginKind.LINES, 7, first, end));
    }
}
