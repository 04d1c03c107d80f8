package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupQueueTest {
    private static final StoreConfig.Bounds ALL = new StoreConfig.Bounds(1_000_000, 1L << 40);
    private final Origin origin = TestRecords.origin(1);

    @Test
    void givesOutBatchesInTheOrderTheyCame() {
        GroupQueue queue = queue(100, 1_000);
        List<Batch> offered = List.of(batch(0, 3, 1), batch(3, 1, 1), batch(4, 2, 1));

        offered.forEach(queue::offer);

        assertThat(queue.take(ALL)).isEqualTo(offered);
    }

    @Test
    void endsAGroupBeforeTheBatchThatWouldExceedItsRecords() {
        GroupQueue queue = queue(100, 1_000);
        Batch first = batch(0, 3, 1);
        Batch second = batch(3, 3, 1);
        Batch third = batch(6, 3, 1);
        List.of(first, second, third).forEach(queue::offer);

        assertThat(queue.take(new StoreConfig.Bounds(6, 1_000))).containsExactly(first, second);
        assertThat(queue.take(new StoreConfig.Bounds(6, 1_000))).containsExactly(third);
    }

    @Test
    void endsAGroupBeforeTheBatchThatWouldExceedItsBytesButTakesAtLeastOne() {
        GroupQueue queue = queue(100, 1_000);
        Batch large = batch(0, 1, 500);
        Batch small = batch(1, 1, 5);
        List.of(large, small).forEach(queue::offer);

        assertThat(queue.take(new StoreConfig.Bounds(10, 100))).containsExactly(large);
        assertThat(queue.take(new StoreConfig.Bounds(10, 100))).containsExactly(small);
    }

    @Test
    void isBehindWhileMoreThanHalfOfItsBoundIsNotDone() {
        GroupQueue queue = queue(4, 1_000);
        queue.offer(batch(0, 2, 1));
        assertThat(queue.isBehind()).isFalse();

        queue.offer(batch(2, 1, 1));
        assertThat(queue.isBehind()).isTrue();
        List<Batch> taken = queue.take(ALL);
        assertThat(queue.isBehind()).isTrue();

        queue.done(taken);
        assertThat(queue.isBehind()).isFalse();
        queue.offer(batch(3, 1, 501));
        assertThat(queue.isBehind()).isTrue();
    }

    @Test
    void isFullFromItsBoundOfRecordsUntilHalfOfItIsDone() {
        GroupQueue queue = queue(4, 1_000);
        List<String> room = new ArrayList<>();
        queue.whenRoom(() -> room.add("room"));

        assertThat(queue.offer(batch(0, 2, 1))).isEqualTo(Offered.ACCEPTED);
        assertThat(queue.offer(batch(2, 2, 1))).isEqualTo(Offered.ACCEPTED_FULL);
        List<Batch> first = queue.take(new StoreConfig.Bounds(2, 1_000));
        assertThat(queue.isFull()).isTrue();
        assertThat(room).isEmpty();

        queue.done(first);

        assertThat(queue.isFull()).isFalse();
        assertThat(room).containsExactly("room");
    }

    @Test
    void isFullFromItsBoundOfBytes() {
        GroupQueue queue = queue(100, 10);

        assertThat(queue.offer(batch(0, 1, 9))).isEqualTo(Offered.ACCEPTED);
        assertThat(queue.offer(batch(1, 1, 1))).isEqualTo(Offered.ACCEPTED_FULL);
        assertThat(queue.bytes()).isEqualTo(10);
    }

    @Test
    void countsABatchWithoutRecordsSoThatTheyAreBoundedToo() {
        GroupQueue queue = queue(2, 1_000);
        Batch empty = new Batch(List.of(), List.of(), List.of(), 0, () -> {});

        assertThat(queue.offer(empty)).isEqualTo(Offered.ACCEPTED);
        assertThat(queue.offer(empty)).isEqualTo(Offered.ACCEPTED_FULL);
    }

    @Test
    void takesNothingAfterItIsClosedButGivesOutWhatWaits() {
        GroupQueue queue = queue(100, 1_000);
        Batch waiting = batch(0, 1, 1);
        queue.offer(waiting);

        queue.close();

        assertThat(queue.offer(batch(1, 1, 1))).isEqualTo(Offered.CLOSED);
        assertThat(queue.take(ALL)).containsExactly(waiting);
        assertThat(queue.take(ALL)).isEmpty();
        assertThat(queue.awaitClosed(TimeUnit.MINUTES.toNanos(10))).isTrue();
    }

    @Test
    void wakesATakerThatWaits() throws Exception {
        GroupQueue queue = queue(100, 1_000);
        CompletableFuture<List<Batch>> taken = CompletableFuture.supplyAsync(() -> queue.take(ALL));
        Batch batch = batch(0, 1, 1);

        queue.offer(batch);

        assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly(batch);
    }

    @Test
    void takesTheFirstAtOnceAndThenWaitsUntilThereIsMuch() throws Exception {
        GroupQueue queue = unhurried();
        StoreConfig.Bounds group = new StoreConfig.Bounds(8, 1_000);
        Batch first = batch(0, 1, 1);
        queue.offer(first);
        assertThat(queue.take(group)).containsExactly(first);
        queue.done(List.of(first));

        Batch little = batch(1, 1, 1);
        queue.offer(little);
        CompletableFuture<List<Batch>> taken =
                CompletableFuture.supplyAsync(() -> queue.take(group));
        assertThat(taken).isNotDone();
        Batch enough = batch(2, 1, 1);
        queue.offer(enough);

        assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly(little, enough);
    }

    @Test
    void doesNotWaitForMoreWhenItIsClosed() throws Exception {
        GroupQueue queue = unhurried();
        queue.offer(batch(0, 1, 1));
        queue.done(queue.take(ALL));
        Batch last = batch(1, 1, 1);
        queue.offer(last);
        CompletableFuture<List<Batch>> taken = CompletableFuture.supplyAsync(() -> queue.take(ALL));
        assertThat(taken).isNotDone();

        queue.close();

        assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly(last);
    }

    @Test
    void doesNotWaitForMoreWhenItIsFull() throws Exception {
        GroupQueue queue =
                new GroupQueue(new StoreConfig.Bounds(2, 1_000), TimeUnit.HOURS.toNanos(1));
        queue.offer(batch(0, 1, 1));
        queue.done(queue.take(ALL));
        CompletableFuture<List<Batch>> taken = CompletableFuture.supplyAsync(() -> queue.take(ALL));

        assertThat(queue.offer(batch(1, 2, 1))).isEqualTo(Offered.ACCEPTED_FULL);

        assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    /** Its groups are so rare that only what else ends a wait can end it. */
    private static GroupQueue unhurried() {
        return new GroupQueue(new StoreConfig.Bounds(100, 1_000), TimeUnit.HOURS.toNanos(1));
    }

    private static GroupQueue queue(int records, long bytes) {
        return new GroupQueue(new StoreConfig.Bounds(records, bytes));
    }

    private Batch batch(long first, int count, long bytes) {
        return new Batch(
                List.of(origin),
                List.of(TestRecords.stored(origin, first, count)),
                TestRecords.encoded(TestRecords.records(first, count)),
                bytes,
                () -> {});
    }
}
