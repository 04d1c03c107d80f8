package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class InstantsTest {
    @Test
    void keepsMicrosecondsBothWaysBeforeAndAfter1970() {
        for (long micros :
                new long[] {0, 1, -1, 1_792_411_200_123_456L, -62_135_596_800_000_000L}) {
            assertThat(Instants.micros(Instants.ofMicros(micros))).isEqualTo(micros);
        }
    }

    @Test
    void isInUtc() {
        assertThat(Instants.ofMicros(1_792_411_200_123_456L))
                .isEqualTo(OffsetDateTime.parse("2026-10-19T12:00:00.123456Z"));
    }
}
