package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.MessageFilter.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSlicesTest {
    @Test
    void coversTheRangeOnceWhateverTheSpeedAndTheStep() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            boolean ascending = random.nextBoolean();
            long low = (long) (random.nextGaussian() * 1e15);
            long high = low + 1 + (long) (random.nextDouble() * 1e10);
            long step = 1L + random.nextInt(1_000_000_000);
            TimeSlices slices = new TimeSlices(low, high, ascending, step);
            List<Range> all = new ArrayList<>();
            for (Range slice = slices.next(); slice != null; slice = slices.next()) {
                all.add(slice);
                slices.took(random.nextInt(1_000) * 1_000_000L);
            }
            if (!ascending) {
                Collections.reverse(all);
            }
            long at = low;
            for (Range slice : all) {
                assertThat(slice.startMicros()).isEqualTo(at);
                assertThat(slice.endMicros()).isGreaterThan(at);
                at = slice.endMicros();
                assertThat(at == high || at % step == 0).isTrue();
            }
            assertThat(at).isEqualTo(high);
        }
    }

    @Test
    void growsWhileTheyAreQuick() {
        TimeSlices slices = new TimeSlices(0, Long.MAX_VALUE / 8, false, 1);
        int count = 0;
        for (Range slice = slices.next(); slice != null; slice = slices.next()) {
            slices.took(1);
            count++;
        }
        assertThat(count).isLessThan(200);
    }

    @Test
    void shrinksWhenTheyAreSlow() {
        TimeSlices slices = new TimeSlices(0, 100_000_000, false, 1);
        Range first = Objects.requireNonNull(slices.next());
        slices.took(10_000_000_000L);
        Range second = Objects.requireNonNull(slices.next());

        assertThat(length(second)).isEqualTo(length(first) / 4);
        assertThat(new TimeSlices(5, 5, true, 1).next()).isNull();
        assertThat(new TimeSlices(9, 5, false, 1).next()).isNull();
    }

    private static long length(Range range) {
        return range.endMicros() - Objects.requireNonNull(range.startMicros());
    }
}
