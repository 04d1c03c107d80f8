package io.logdrive.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private long nanos = -5;
    private final FailedLogins failed = new FailedLogins(() -> nanos);

    @Test
    void makesAnAddressWaitAfterTenFailuresUntilTheMinuteIsOver() {
        fail("a", 9);
        assertThat(failed.secondsToWait("a")).isZero();
        nanos += TimeUnit.SECONDS.toNanos(20);
        fail("a", 1);

        assertThat(failed.secondsToWait("a")).isEqualTo(41);
        assertThat(failed.secondsToWait("b")).isZero();
        nanos += TimeUnit.SECONDS.toNanos(40);
        assertThat(failed.secondsToWait("a")).isZero();
        fail("a", 9);
        assertThat(failed.secondsToWait("a")).isZero();
    }

    @Test
    void boundsTheAddressesThatItKnows() {
        fail("first", 10);
        for (int i = 0; i < 10_000; i++) {
            fail("address" + i, 1);
        }

        assertThat(failed.secondsToWait("first")).isZero();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            failed.failed(address);
        }
    }
}
