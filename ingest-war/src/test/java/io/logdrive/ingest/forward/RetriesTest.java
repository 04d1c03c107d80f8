package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.Delivery;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Retries retries = new Retries(failures -> 1_000L * failures);

    @Test
    void waitsLongerAfterEachFailureButNeverLongerThanHalfAMinute() {
        assertThat(IntStream.rangeClosed(1, 12).mapToLong(Retries::delayMillis))
                .containsExactly(
                        1_000L, 1_500L, 2_250L, 3_375L, 5_062L, 7_593L, 11_390L, 17_085L, 25_628L,
                        30_000L, 30_000L, 30_000L);
    }

    @Test
    void givesAChunkOnlyWhenItsWaitIsOverAndTheEarliestFirst() {
        Delivery twice = delivery(0);
        Delivery once = delivery(1);
        retries.addFailure(twice, 0);
        assertThat(retries.pollDue(SECOND)).isSameAs(twice);
        retries.addFailure(twice, SECOND);
        retries.addFailure(once, SECOND);

        assertThat(retries.pollDue(2 * SECOND - 1)).isNull();
        assertThat(retries.pollDue(2 * SECOND)).isSameAs(once);
        assertThat(retries.pollDue(3 * SECOND)).isSameAs(twice);
        assertThat(retries.pollDue(Long.MAX_VALUE)).isNull();
    }

    @Test
    void countsTheFailuresOfAMessageUntilItIsForgotten() {
        assertThat(retries.addFailure(delivery(0), 0)).isEqualTo(1);
        assertThat(retries.pollDue(SECOND)).isNotNull();
        assertThat(retries.addFailure(delivery(0), SECOND)).isEqualTo(2);
        assertThat(retries.addFailure(delivery(1), SECOND)).isEqualTo(1);

        retries.forget(delivery(0));

        assertThat(retries.addFailure(delivery(0), SECOND)).isEqualTo(1);
    }

    @Test
    void letsADeliveryThatComesAgainWaitInsteadOfTheEarlierOne() {
        Delivery earlier = delivery(0);
        Delivery again = delivery(0);
        retries.addFailure(earlier, 0);

        assertThat(retries.replace(delivery(1))).isNull();
        assertThat(retries.replace(again)).isSameAs(earlier);

        assertThat(retries.pollDue(SECOND)).isSameAs(again);
        assertThat(retries.replace(earlier)).isNull();
    }

    @Test
    void isFullAtItsBoundsAndNoMoreWhenOneIsDue() {
        for (int i = 0; i < 999; i++) {
            retries.addFailure(delivery(i), 0);
        }
        assertThat(retries.isFull()).isFalse();
        retries.addFailure(delivery(999), 0);
        assertThat(retries.isFull()).isTrue();

        retries.pollDue(SECOND);

        assertThat(retries.isFull()).isFalse();
    }

    @Test
    void isFullWhenTheChunksAreLarge() {
        Chunk large = Chunks.of(Chunks.origin(1), 0, 1, "x".repeat(16 << 20));
        Delivery delivery = new Again(large, "large");

        retries.addFailure(delivery, 0);
        assertThat(retries.isFull()).isTrue();
        retries.forget(delivery);

        assertThat(retries.isFull()).isFalse();
    }

    private static Delivery delivery(int number) {
        return new Again(Chunks.of(Chunks.origin(1), number, 1), "message-" + number);
    }

    private record Again(Chunk chunk, String id, Object identity) implements Delivery {
        Again(Chunk chunk, String id) {
            this(chunk, id, new Object());
        }
    }
}
