package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedBytesTest {
    private final SharedBytes bytes = new SharedBytes(100);
    private final AtomicInteger resumed = new AtomicInteger();

    @Test
    void isFullFromItsBoundOn() {
        bytes.add(99);
        assertThat(bytes.isFull()).isFalse();

        bytes.add(1);

        assertThat(bytes.isFull()).isTrue();
        assertThat(bytes.bytes()).isEqualTo(100);
    }

    @Test
    void resumesAllWhoWaitOnceWhenThereIsRoom() {
        bytes.add(150);
        bytes.whenRoom(resumed::incrementAndGet);
        bytes.whenRoom(resumed::incrementAndGet);

        bytes.remove(50);
        assertThat(resumed).hasValue(0);
        bytes.remove(1);
        bytes.remove(1);

        assertThat(resumed).hasValue(2);
        assertThat(bytes.waiting()).isZero();
    }

    @Test
    void resumesAtOnceWhenTheRoomCameBeforeTheWaiting() {
        bytes.add(99);

        bytes.whenRoom(resumed::incrementAndGet);

        assertThat(resumed).hasValue(1);
    }

    @Test
    void forgetsWhoIsClosedWhileItWaits() {
        bytes.add(100);
        Runnable resume = resumed::incrementAndGet;
        bytes.whenRoom(resume);

        bytes.forget(resume);
        bytes.remove(100);

        assertThat(resumed).hasValue(0);
        assertThat(bytes.waiting()).isZero();
    }

    @Test
    void asksForRoomOnceWhenUnfinishedBytesExceedTheirBound() {
        UnfinishedBytes unfinished = new UnfinishedBytes(100, () -> resumed.incrementAndGet() > 0);

        unfinished.add(100);
        assertThat(resumed).hasValue(0);
        assertThat(unfinished.isExceeded()).isFalse();
        unfinished.add(20);
        unfinished.add(20);
        unfinished.add(-10);

        assertThat(resumed).hasValue(1);
        assertThat(unfinished.isExceeded()).isTrue();
        assertThat(unfinished.bytes()).isEqualTo(130);
    }

    @Test
    void asksAgainWhenWhoWentWasNotEnough() {
        UnfinishedBytes unfinished = new UnfinishedBytes(100, () -> resumed.incrementAndGet() > 0);
        unfinished.add(150);

        unfinished.add(-40);
        unfinished.madeRoom();
        assertThat(resumed).hasValue(2);
        unfinished.add(-40);
        unfinished.madeRoom();

        assertThat(resumed).hasValue(2);
    }

    @Test
    void asksAgainAtTheNextAdditionWhenNobodyCouldGo() {
        UnfinishedBytes unfinished = new UnfinishedBytes(100, () -> resumed.incrementAndGet() > 9);

        unfinished.add(150);
        unfinished.add(1);

        assertThat(resumed).hasValue(2);
    }

    @Test
    void letsWaitWhoIsNotReadWhileUnfinishedBytesExceedTheirBound() {
        UnfinishedBytes unfinished = new UnfinishedBytes(100, () -> true);
        unfinished.add(101);

        unfinished.waiting().whenRoom(resumed::incrementAndGet);
        assertThat(resumed).hasValue(0);
        unfinished.add(-1);

        assertThat(resumed).hasValue(1);
    }
}
