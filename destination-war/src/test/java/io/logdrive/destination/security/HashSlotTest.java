package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashSlotTest {
    @Test
    void letsOneWorkAndFewWait() throws Exception {
        HashSlot slot = new HashSlot(Duration.ofMinutes(1));
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(
                        CompletableFuture.runAsync(
                                () -> {
                                    Boolean done =
                                            slot.within(
                                                    () -> {
                                                        most.accumulateAndGet(
                                                                atOnce.incrementAndGet(),
                                                                Math::max);
                                                        working.countDown();
                                                        await(end);
                                                        atOnce.decrementAndGet();
                                                        return true;
                                                    });
                                    if (done == null) {
                                        refused.incrementAndGet();
                                    }
                                },
                                threads));
                if (i == 0) {
                    assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
                }
            }
            org.awaitility.Awaitility.await()
                    .until(() -> refused.get() == 99 - HashSlot.WAITING_MAX);
            end.countDown();
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                    .get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThat(most).hasValue(1);
        assertThat(refused).hasValue(99 - HashSlot.WAITING_MAX);
    }

    @Test
    void isFreeAgainAfterWorkThatFailed() {
        HashSlot slot = new HashSlot(Duration.ZERO);
        try {
            slot.within(
                    () -> {
                        throw new IllegalStateException("scripted");
                    });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("scripted");
        }
        assertThat(slot.within(() -> "done")).isEqualTo("done");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
