package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {
    private static final String STORED = "stored";
    private static final String PASSWORD = "canary-password";
    private static final String HERE = "192.0.2.1";

    private long nanos = Long.MAX_VALUE - 1_000;
    private final RememberedPasswords remembered =
            new RememberedPasswords(new SecureRandom(), () -> nanos);

    @Test
    void knowsForAMinuteWhatWasRight() {
        String mark = remembered.mark(STORED, PASSWORD, HERE);
        assertThat(remembered.knows(mark)).isFalse();

        remembered.remember(mark);

        nanos += RememberedPasswords.REMEMBERED.toNanos() - 1;
        assertThat(remembered.knows(remembered.mark(STORED, PASSWORD, HERE))).isTrue();
        nanos++;
        assertThat(remembered.knows(mark)).isFalse();
    }

    @Test
    void isOfNoUseWithAnotherHashPasswordOrAddress() {
        remembered.remember(remembered.mark(STORED, PASSWORD, HERE));

        assertThat(remembered.knows(remembered.mark("other", PASSWORD, HERE))).isFalse();
        assertThat(remembered.knows(remembered.mark(STORED, "other", HERE))).isFalse();
        assertThat(remembered.knows(remembered.mark(STORED, PASSWORD, "192.0.2.2"))).isFalse();
        assertThat(remembered.mark("a", "bc", "d")).isNotEqualTo(remembered.mark("a", "c", "db"));
    }

    @Test
    void isAnotherInEachProcessAndShowsNothing() {
        String mark = remembered.mark(STORED, PASSWORD, HERE);

        assertThat(
                        new RememberedPasswords(new SecureRandom(), () -> nanos)
                                .mark(STORED, PASSWORD, HERE))
                .isNotEqualTo(mark);
        assertThat(mark).doesNotContain(PASSWORD);
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < RememberedPasswords.ENTRIES_MAX + 10; i++) {
            remembered.remember(remembered.mark(STORED, PASSWORD + i, HERE));
        }
        assertThat(remembered.entries()).isEqualTo(RememberedPasswords.ENTRIES_MAX);

        nanos += RememberedPasswords.REMEMBERED.toNanos();
        remembered.remember("another");
        assertThat(remembered.entries()).isEqualTo(1);
    }
}
