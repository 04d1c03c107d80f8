package io.logdrive.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Confined to the test's thread. */
class TokenBucketTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TokenBucket bucket = new TokenBucket(100, nanos::get);

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void holdsOneSecondOfTokensAtMost() {
        pass(10_000);

        assertThat(bucket.take(70)).isEqualTo(70);
        assertThat(bucket.take(70)).isEqualTo(30);
        assertThat(bucket.take(70)).isZero();
    }

    @Test
    void tokensComeEvenly() {
        bucket.take(100);

        pass(9);
        assertThat(bucket.take(10)).isZero();
        assertThat(bucket.nanosToNext()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        pass(1);
        assertThat(bucket.take(10)).isEqualTo(1);
        pass(250);
        assertThat(bucket.take(100)).isEqualTo(25);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainButIsNoMoreThanASecond() {
        bucket.take(100);
        bucket.giveBack(60);
        assertThat(bucket.isFull()).isFalse();
        pass(500);
        bucket.giveBack(60);

        assertThat(bucket.isFull()).isTrue();
        assertThat(bucket.take(1_000)).isEqualTo(100);
    }
}
