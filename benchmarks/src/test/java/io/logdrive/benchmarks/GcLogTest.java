package io.logdrive.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.benchmarks.GcLog.GcFigures;
import org.junit.jupiter.api.Test;

/** What is read off -Xlog:gc. */
class GcLogTest {
    private static final String LOG =
            """
            [0.010s] Using G1
            [1.000s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->5M(512M) 3.500ms
            [1.500s] GC(1) Concurrent Mark Cycle
            [2.000s] GC(1) Pause Remark 105M->101M(512M) 1.500ms
            [3.000s] GC(2) Pause Full (Allocation Failure) 1G->512K(2G) 100.000ms
            """;

    @Test
    void countsPausesAndTheirTime() {
        GcFigures figures = GcLog.figures(LOG, 0);

        assertThat(figures.pauses()).isEqualTo(3);
        assertThat(figures.millis()).isEqualTo(105.0);
    }

    @Test
    void sumsByHowMuchTheHeapGrewBetweenPauses() {
        assertThat(GcLog.figures(LOG, 0).allocatedBytes())
                .isEqualTo((23L << 20) + (100L << 20) + (1L << 30) - (101L << 20));
    }

    @Test
    void leavesOutPausesBeforeTheRunButNotTheirHeap() {
        assertThat(GcLog.figures(LOG, 1))
                .isEqualTo(new GcFigures(2, 101.5, (100L << 20) + (1L << 30) - (101L << 20)));
    }

    @Test
    void findsTheFullestHeap() {
        assertThat(GcLog.peakBytes(LOG, 0)).isEqualTo(1L << 30);
        assertThat(GcLog.peakBytes(LOG.substring(0, LOG.indexOf("[3.000s]")), 1))
                .isEqualTo(105L << 20);
        assertThat(GcLog.peakBytes(LOG, 3)).isZero();
    }

    @Test
    void findsWhatWasLeftInTheHeap() {
        assertThat(GcLog.mebibytesAfter(LOG, 1).values()).containsExactly(101.0, 0.5);
    }

    @Test
    void findsNothingWhereNothingWasCollected() {
        assertThat(GcLog.figures("[0.010s] Using Serial\n", 0)).isEqualTo(new GcFigures(0, 0, 0));
        assertThat(GcLog.figures(LOG, 3)).isEqualTo(new GcFigures(0, 0, 0));
    }
}
