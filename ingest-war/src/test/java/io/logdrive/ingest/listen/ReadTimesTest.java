package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadTimesTest {
    private final ReadTimes times = new ReadTimes(100);

    @Test
    void isSilentSinceTheLastRead() {
        assertThat(times.silentNanos(110)).isEqualTo(10);

        times.read(false, 120);

        assertThat(times.silentNanos(150)).isEqualTo(30);
        assertThat(times.unfinishedNanos(150)).isZero();
    }

    @Test
    void countsFromTheFirstByteOfALineHoweverManyFollow() {
        times.read(true, 110);
        times.read(true, 120);
        times.read(true, 130);

        assertThat(times.unfinishedNanos(140)).isEqualTo(30);
    }

    @Test
    void beginsAnewWithEachLine() {
        times.read(true, 110);
        times.completed();
        times.read(true, 120);
        assertThat(times.unfinishedNanos(140)).isEqualTo(20);

        times.read(true, 145);

        assertThat(times.unfinishedNanos(150)).isEqualTo(30);
    }

    @Test
    void endsWithTheLine() {
        times.read(true, 110);
        times.completed();
        times.read(false, 120);

        assertThat(times.unfinishedNanos(140)).isZero();
    }

    @Test
    void doesNotCountWhileIngestDoesNotRead() {
        times.read(true, 110);

        times.restart(200);

        assertThat(times.unfinishedNanos(210)).isEqualTo(10);
        assertThat(times.silentNanos(210)).isEqualTo(10);
    }
}
