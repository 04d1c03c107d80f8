package io.logdrive.payara.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SinceTest {
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Since<String> since = new Since<>(new TestClock());

    @Test
    void saysWhenItBecameWhatItIs() {
        assertThat(since.look("up")).isEqualTo("2026-11-22T12:00:00Z");
        now = now.plusSeconds(5);
        assertThat(since.look("up")).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(since.look("down")).isEqualTo("2026-11-22T12:00:05Z");
        now = now.plusSeconds(5);
        assertThat(since.look("down")).isEqualTo("2026-11-22T12:00:05Z");
        assertThat(since.look("up")).isEqualTo("2026-11-22T12:00:10Z");
    }

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
