package io.logdrive.ingest.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.FilteredRuns;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DroppedLinesTest {
    private final DroppedLines dropped = new DroppedLines();

    @Test
    void addsThemBetweenWhatTheAgentFiltered() {
        tell("x.x.xx");

        assertThat(dropped.with(FilteredRuns.parse("1-3,6,9-11"), 13)).hasToString("0-3,5-6,8-12");
    }

    @Test
    void isWhatTheAgentFilteredWhenNoneWasDropped() {
        FilteredRuns filtered = FilteredRuns.parse("1-3");
        tell("xx");
        dropped.clear();
        tell("....");

        assertThat(dropped.with(filtered, 7)).isSameAs(filtered);
    }

    @Test
    void isAllOfAChunkWhoseLinesWereAllDropped() {
        tell("xxx");

        assertThat(dropped.with(FilteredRuns.NONE, 3)).hasToString("0-2");
        assertThat(dropped.with(FilteredRuns.parse("0,4"), 5)).hasToString("0-4");
    }

    @Test
    void hasEachSequenceThatHasNoRecordAndNoOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int sequences = 1 + random.nextInt(40);
            FilteredRuns.Builder filtered = new FilteredRuns.Builder();
            StringBuilder expected = new StringBuilder();
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < sequences; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        filtered.add(i, 1);
                        expected.append('x');
                    }
                    case 1 -> {
                        lines.append('x');
                        expected.append('x');
                    }
                    default -> {
                        lines.append('.');
                        expected.append('.');
                    }
                }
            }
            dropped.clear();
            tell(lines.toString());

            FilteredRuns all = dropped.with(filtered.build(), sequences);

            StringBuilder found = new StringBuilder(".".repeat(sequences));
            for (int run = 0; run < all.runs(); run++) {
                for (int i = all.at(run); i < all.at(run) + all.count(run); i++) {
                    found.setCharAt(i, 'x');
                }
            }
            assertThat(found.toString()).as("seed %d", seed).isEqualTo(expected.toString());
        }
    }

    private void tell(String lines) {
        lines.chars().forEach(each -> dropped.next(each == 'x'));
    }
}
