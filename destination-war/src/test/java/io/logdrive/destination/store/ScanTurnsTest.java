package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who may read on while lines wait to be stored. */
class ScanTurnsTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final AtomicBoolean behind = new AtomicBoolean(true);
    private final List<Long> rests = Collections.synchronizedList(new ArrayList<>());
    private final ScanTurns turns = new ScanTurns(behind::get, rests::add);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void lettingTheWriterCatchUpOnlyOneStepGoesOnAtATime() throws Exception {
        CompletableFuture<String> first = inAnotherThread(d -> turns.step(d, this::untilItMayEnd));

        assertThatThrownBy(() -> turns.step(Deadline.in(Duration.ofMillis(50)), () -> "second"))
                .isInstanceOf(StoreException.Timeout.class);

        mayEnd.countDown();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("first");
        assertThat(turns.step(Deadline.in(LONG), () -> "third")).isEqualTo("third");
    }

    @Test
    void stepsDoNotWaitForEachOtherWhileTheWriterIsIdle() throws Exception {
        behind.set(false);
        CompletableFuture<String> first = inAnotherThread(d -> turns.step(d, this::untilItMayEnd));

        assertThat(turns.step(Deadline.in(LONG), () -> "second")).isEqualTo("second");

        mayEnd.countDown();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("first");
        assertThat(rests).isEmpty();
    }

    @Test
    void restsThreeTimesAsLongAsTheStepTook() throws SQLException {
        long begin = System.nanoTime();
        turns.step(Deadline.in(LONG), ScanTurnsTest::someWork);
        long most = 3 * (System.nanoTime() - begin);

        assertThat(rests.stream().mapToLong(Long::longValue).sum()).isBetween(1L, most);
    }

    @Test
    void doesNotRestBeyondTheDeadline() throws SQLException {
        Deadline deadline = Deadline.in(Duration.ofMillis(1));
        turns.step(
                deadline,
                () -> {
                    while (deadline.leftNanos() > 0) {
                        Thread.onSpinWait();
                    }
                    return "late";
                });

        assertThat(rests).containsExactly(0L);
    }

    @Test
    void whatCannotBeCutBeginsWhenTheWriterHasCaughtUp() throws Exception {
        assertThatThrownBy(() -> turns.whole(Deadline.in(Duration.ofMillis(50)), () -> "first"))
                .isInstanceOf(StoreException.Timeout.class);

        List<Boolean> looks = new ArrayList<>(List.of(true, false, false, true, true));
        List<Long> pauses = new ArrayList<>();
        ScanTurns others = new ScanTurns(() -> !looks.isEmpty() && looks.remove(0), pauses::add);
        assertThat(others.whole(Deadline.in(LONG), () -> "second")).isEqualTo("second");
        assertThat(looks).isEmpty();
        assertThat(pauses).hasSize(10);
    }

    @Test
    void whatCannotBeCutIsAloneAlsoWhileTheWriterIsIdleAndStopsNoSteps() throws Exception {
        behind.set(false);
        CompletableFuture<String> first = inAnotherThread(d -> turns.whole(d, this::untilItMayEnd));

        assertThatThrownBy(() -> turns.whole(Deadline.in(Duration.ofMillis(50)), () -> "second"))
                .isInstanceOf(StoreException.Timeout.class);
        behind.set(true);
        assertThat(turns.step(Deadline.in(LONG), () -> "step")).isEqualTo("step");

        mayEnd.countDown();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("first");
    }

    @Test
    void whoHasLeftDoesNotWaitForATurn() throws Exception {
        Ending ending = new Ending();
        Deadline left = Deadline.in(LONG).until(ending);
        CompletableFuture<String> first = inAnotherThread(d -> turns.step(d, this::untilItMayEnd));
        CompletableFuture<String> second =
                CompletableFuture.supplyAsync(() -> taken(left, "second"));

        ending.end();

        assertThatThrownBy(() -> second.get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(StoreException.Ended.class);
        mayEnd.countDown();
        assertThat(first.get(2, TimeUnit.MINUTES)).isEqualTo("first");
    }

    @Test
    void whoLeavesWhileItRestsRestsNoLonger() throws SQLException {
        Ending ending = new Ending();
        List<Long> parts = new ArrayList<>();
        ScanTurns resting =
                new ScanTurns(
                        () -> true,
                        nanos -> {
                            parts.add(nanos);
                            ending.end();
                        });

        resting.step(
                Deadline.in(LONG).until(ending),
                () -> {
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(60)) {
                        Thread.onSpinWait();
                    }
                    return "a step whose rest has several parts";
                });

        assertThat(parts).hasSize(1);
    }

    private String taken(Deadline deadline, String what) {
        try {
            return turns.step(deadline, () -> what);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStepThatFailsGivesItsTurnBack() throws SQLException {
        assertThatThrownBy(
                        () ->
                                turns.step(
                                        Deadline.in(LONG),
                                        () -> {
                                            throw new SQLException("away");
                                        }))
                .hasMessage("away");

        assertThat(turns.step(Deadline.in(LONG), () -> "next")).isEqualTo("next");
    }

    private CompletableFuture<String> inAnotherThread(Taken taken) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(taken.take(Deadline.in(LONG)));
                            } catch (SQLException | RuntimeException e) {
                                result.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
        return result;
    }

    private String untilItMayEnd() {
        begun.countDown();
        try {
            assertThat(mayEnd.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "first";
    }

    private static long someWork() {
        long sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += Long.numberOfTrailingZeros(System.nanoTime());
        }
        return sum;
    }

    /** What takes a turn. */
    private interface Taken {
        String take(Deadline deadline) throws SQLException;
    }
}
