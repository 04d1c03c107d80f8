package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    @Test
    void hasOneForEachAgeTheShortestFirst() {
        RetentionConfig config =
                new RetentionConfig(
                        Duration.ofDays(90),
                        Map.of(
                                Level.TRACE,
                                Duration.ofDays(3),
                                Level.DEBUG,
                                Duration.ofDays(3),
                                Level.ERROR,
                                Duration.ofDays(365),
                                Level.FATAL,
                                Duration.ZERO),
                        0);

        assertThat(Expiry.of(config))
                .containsExactly(
                        new Expiry("(level IN (1, 5))", Duration.ofDays(3)),
                        new Expiry("(level IN (9, 13) OR level IS NULL)", Duration.ofDays(90)),
                        new Expiry("(level IN (17))", Duration.ofDays(365)));
    }

    @Test
    void hasNoneForWhatIsKeptForEver() {
        RetentionConfig onlyDebug =
                new RetentionConfig(Duration.ZERO, Map.of(Level.DEBUG, Duration.ofDays(3)), 0);

        assertThat(Expiry.of(new RetentionConfig(Duration.ZERO, Map.of(), 0))).isEmpty();
        assertThat(Expiry.of(onlyDebug))
                .containsExactly(new Expiry("(level IN (5))", Duration.ofDays(3)));
    }

    @Test
    void coversMessagesWithoutALevelWhenEachLevelHasItsOwnAge() {
        Map<Level, Duration> own = new java.util.EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            own.put(level, Duration.ZERO);
        }

        assertThat(Expiry.of(new RetentionConfig(Duration.ofDays(1), own, 0)))
                .containsExactly(new Expiry("(level IS NULL)", Duration.ofDays(1)));
    }

    @Test
    void joinsThemForAWholeDay() {
        assertThat(
                        Expiry.anyOf(
                                List.of(
                                        new Expiry("(a)", Duration.ofDays(1)),
                                        new Expiry("(b)", Duration.ofDays(2)))))
                .isEqualTo("(((a) AND received_time < ?) OR ((b) AND received_time < ?))");
    }
}
