package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.security.Throttle.Outcome;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest {
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "198.51.100.1";

    private long nanos = Long.MAX_VALUE - 1_000;
    private final Throttle throttle = new Throttle(() -> nanos);

    @ParameterizedTest
    @CsvSource({"0,0", "5,0", "6,1", "7,2", "8,4", "11,32", "12,60", "13,60", "2147483647,60"})
    void waitsLongerWithEachFailureBeyondSlipsButNeverLong(int failures, int seconds) {
        assertThat(Throttle.waitSeconds(failures, 5)).isEqualTo(seconds);
    }

    @Test
    void holdsUpAUserAtAnAddressAfterSlips() {
        fail("alice", HERE, 5);
        assertThat(throttle.begin("alice", HERE)).isZero();
        throttle.end("alice", HERE, Outcome.WRONG);

        assertThat(throttle.begin("alice", HERE)).isEqualTo(1);
        pass(1);
        assertThat(throttle.begin("alice", HERE)).isZero();
        throttle.end("alice", HERE, Outcome.WRONG);
        assertThat(throttle.blockedSeconds("alice", HERE)).isEqualTo(2);
    }

    @Test
    void neverHoldsUpAUserElsewhere() {
        failForLong("alice", HERE, 100);

        assertThat(throttle.blockedSeconds("alice", HERE)).isEqualTo(60);
        assertThat(throttle.begin("alice", THERE)).isZero();
    }

    @Test
    void holdsUpAnAddressThatTriesManyUsers() {
        for (int user = 0; user <= Throttle.FREE_OF_ADDRESS; user++) {
            fail("user" + user, HERE, 1);
        }

        assertThat(throttle.begin("another", HERE)).isEqualTo(1);
        assertThat(throttle.begin("another", THERE)).isZero();
    }

    @Test
    void letsWhoWasRightFromAnAddressThoughItsNeighboursAreNot() {
        throttle.begin("alice", HERE);
        throttle.end("alice", HERE, Outcome.RIGHT);
        for (int user = 0; user <= Throttle.FREE_OF_ADDRESS; user++) {
            fail("user" + user, HERE, 1);
        }

        assertThat(throttle.begin("bob", HERE)).isEqualTo(1);
        assertThat(throttle.begin("alice", HERE)).isZero();
    }

    @Test
    void countsAnewAfterARightOneAndAfterAWhile() {
        fail("alice", HERE, 5);
        throttle.begin("alice", HERE);
        throttle.end("alice", HERE, Outcome.RIGHT);
        fail("alice", HERE, 5);
        assertThat(throttle.blockedSeconds("alice", HERE)).isZero();

        failForLong("bob", THERE, 10);
        pass((int) Throttle.FORGET_AFTER.toSeconds() + 1);
        fail("bob", THERE, 5);
        assertThat(throttle.blockedSeconds("bob", THERE)).isZero();
    }

    @Test
    void countsNothingWhenNobodyCouldSay() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.begin("alice", HERE)).isZero();
            throttle.end("alice", HERE, Outcome.UNKNOWN);
        }
        assertThat(throttle.blockedSeconds("alice", HERE)).isZero();
    }

    @Test
    void letsFewFromOneAddressTryAtOnce() {
        for (int i = 0; i < Throttle.AT_ONCE_MAX; i++) {
            assertThat(throttle.begin("user" + i, HERE)).isZero();
        }

        assertThat(throttle.begin("alice", HERE)).isEqualTo(1);
        assertThat(throttle.begin("alice", THERE)).isZero();
        throttle.end("user0", HERE, Outcome.WRONG);
        assertThat(throttle.begin("alice", HERE)).isZero();
    }

    @Test
    void takesOneNetworkOfSixForOneAddress() {
        for (int host = 0; host <= Throttle.FREE_OF_ADDRESS; host++) {
            fail("user" + host, "2001:db8:1:2:3:4:5:" + host, 1);
        }

        assertThat(throttle.begin("another", "2001:db8:1:2:0:0:0:9")).isEqualTo(1);
        assertThat(throttle.begin("another", "2001:db8:1:3:0:0:0:9")).isZero();
        assertThat(Throttle.network("2001:db8::1")).isEqualTo("2001:db8::");
        assertThat(Throttle.network("::1")).isEqualTo("::");
        assertThat(Throttle.network("0:0:0:0:0:0:0:1")).isEqualTo("0:0:0:0:");
        assertThat(Throttle.network(HERE)).isEqualTo(HERE);
    }

    @Test
    void remembersABoundedNumberAndNoneOfThoseItRefuses() {
        for (int i = 0; i < Throttle.ENTRIES_MAX + 100; i++) {
            throttle.begin("alice", "10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255));
        }
        assertThat(throttle.entries()).isEqualTo(Throttle.ENTRIES_MAX);

        Throttle fresh = new Throttle(() -> nanos);
        for (int i = 0; i <= Throttle.FREE_OF_ADDRESS; i++) {
            fresh.begin("user" + i, HERE);
            fresh.end("user" + i, HERE, Outcome.WRONG);
        }
        for (int i = 0; i < 100; i++) {
            fresh.begin("other" + i, HERE);
        }
        assertThat(fresh.entries()).isEqualTo(Throttle.FREE_OF_ADDRESS + 1);
    }

    private void fail(String user, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.begin(user, address)).isZero();
            throttle.end(user, address, Outcome.WRONG);
        }
    }

    private void failForLong(String user, String address, int times) {
        for (int i = 0; i < times; i++) {
            fail(user, address, 1);
            pass(throttle.blockedSeconds(user, address));
        }
        fail(user, address, 1);
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
