package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Schedule.of(7, 50, ALL)).isEqualTo(Schedule.of(7, 50, ALL));
        assertThat(Schedule.of(7, 50, ALL)).isNotEqualTo(Schedule.of(8, 50, ALL));
    }

    @Test
    void hasEveryKindOnceThereIsRoomForAll() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Schedule.of(seed, ALL.size(), ALL).faults())
                    .extracting(Schedule.Planned::kind)
                    .containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void hasNoKindTwiceWhileThereIsNoRoomForAll() {
        assertThat(Schedule.of(3, 4, ALL).faults())
                .extracting(Schedule.Planned::kind)
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void hasOnlyTheKindsThatWereAskedFor() {
        assertThat(Schedule.of(1, 50, EnumSet.of(FaultKind.KILL_INGEST)).faults())
                .hasSize(50)
                .allMatch(fault -> fault.kind() == FaultKind.KILL_INGEST);
    }

    @Test
    void numbersFromOneAndHitsMostlyAPipelineAtWork() {
        Schedule schedule = Schedule.of(1, 400, ALL);

        assertThat(schedule.faults().get(0).number()).isEqualTo(1);
        assertThat(schedule.faults().get(399).number()).isEqualTo(400);
        assertThat(schedule.faults().stream().filter(Schedule.Planned::afterProgress).count())
                .isBetween(250L, 350L);
    }
}
