package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
    private static final int MAX = LimitedLog.EACH_MAX;

    private final Lines lines = new Lines();
    private long nanos = -TimeUnit.SECONDS.toNanos(5);
    private final LimitedLog log = new LimitedLog(lines, () -> nanos);

    @Test
    void writesAFewOneByOne() {
        log.say(System.Logger.Level.WARNING, "event reason=a", "peer=1");
        log.say(System.Logger.Level.WARNING, "event reason=a", "peer=2");
        passSeconds(10);
        log.flush();

        assertThat(lines.written).containsExactly("event reason=a peer=1", "event reason=a peer=2");
    }

    @Test
    void countsWhatIsTooMuchAndSaysItWhenThePeriodIsOver() {
        warn("event reason=a", MAX + 2_000);
        passSeconds(9);
        log.flush();
        assertThat(lines.written).hasSize(MAX);

        passSeconds(1);
        log.flush();
        log.flush();

        assertThat(lines.written)
                .hasSize(MAX + 1)
                .last()
                .isEqualTo("event reason=a more=2000 seconds=10");
    }

    @Test
    void countsEachKindByItself() {
        warn("event reason=a", MAX + 1);
        log.say(System.Logger.Level.WARNING, "event reason=b", "peer=1");

        assertThat(lines.written).hasSize(MAX + 1).last().isEqualTo("event reason=b peer=1");
    }

    @Test
    void beginsAgainAfterThePeriod() {
        warn("event reason=a", MAX + 1);
        passSeconds(10);
        log.flush();
        lines.written.clear();

        warn("event reason=a", 1);

        assertThat(lines.written).containsExactly("event reason=a peer=0");
    }

    @Test
    void saysAllAtTheEnd() {
        warn("event reason=a", MAX + 7);
        passSeconds(3);

        log.flushAll();

        assertThat(lines.written).last().isEqualTo("event reason=a more=7 seconds=3");
    }

    private void warn(String kind, int times) {
        for (int i = 0; i < times; i++) {
            log.say(System.Logger.Level.WARNING, kind, "peer=" + i);
        }
    }

    private void passSeconds(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static final class Lines implements System.Logger {
        private final List<String> written = new ArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                String message,
                @Nullable Throwable thrown) {
            written.add(message);
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                String format,
                @Nullable Object... parameters) {
            written.add(format);
        }
    }
}
