package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rows that a database is filled with. */
class GeneratedRowsTest {
    private static final long END = 1_700_000_000_000_000L;
    private final GeneratedRows rows = new GeneratedRows(200_003, 7, END);

    @Test
    void spreadsThemOverAllDays() {
        long day = 86_400_000_000L;
        Map<Long, Integer> byDay = new HashMap<>();
        for (long n = 0; n < rows.count(); n++) {
            long time = rows.row(n).timeMicros();
            assertThat(time).isBetween(rows.startMicros() - 50_000, END - 1);
            byDay.merge((time - rows.startMicros() + 50_000) / day, 1, Integer::sum);
        }

        assertThat(byDay.values())
                .hasSize(7)
                .allSatisfy(count -> assertThat(count).isGreaterThan(28_000));
    }

    @Test
    void givesThoseThatAreAddedOtherIdsAndOrigins() {
        GeneratedRows added = new GeneratedRows(10, 7, END, rows.firstId() + rows.count());

        assertThat(added.row(0).origin()).isEqualTo(added.origin(0));
        assertThat(added.row(0).sequence()).isZero();
        for (int origin = 0; origin < GeneratedRows.ORIGINS; origin++) {
            assertThat(added.origin(origin)).isNotEqualTo(rows.origin(origin));
        }
    }

    @Test
    void givesEachOriginItsSequencesWithoutGaps() {
        Map<UUID, Long> next = new HashMap<>();
        for (long n = 0; n < rows.count(); n++) {
            SampleRow row = rows.row(n);
            assertThat(row.sequence()).isEqualTo(next.getOrDefault(row.origin(), 0L));
            next.put(row.origin(), row.sequence() + 1);
        }

        for (int origin = 0; origin < GeneratedRows.ORIGINS; origin++) {
            assertThat(next.get(rows.origin(origin))).isEqualTo(rows.countOf(origin));
        }
    }

    @Test
    void hasManyOfFewLevelsAndFewOfOthers() {
        Map<Integer, Integer> levels = new HashMap<>();
        Set<String> users = new HashSet<>();
        for (long n = 0; n < rows.count(); n++) {
            levels.merge(rows.row(n).level(), 1, Integer::sum);
            users.add(
                    String.valueOf(rows.row(n).texts().fields())
                            .replaceAll(".*\"user\":\"(\\w+)\".*", "$1"));
        }

        assertThat(levels.get(9)).isBetween(130_000, 140_000);
        assertThat(levels.get(17)).isBetween(3_000, 9_000);
        assertThat(levels.get(21)).isEqualTo(2);
        assertThat(users).hasSize(1_000);
    }

    @Test
    void givesTheSameRowAgain() {
        assertThat(rows.row(77)).isEqualTo(rows.row(77)).isNotEqualTo(rows.row(78));
    }
}
