package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeftAnswersTest {
    private static final StackTraceElement WORKER =
            frame("org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker");
    private static final StackTraceElement OURS =
            frame("io.logdrive.destination.query.MessageAnswer");

    private final Logger logger = Logger.getAnonymousLogger();

    @Test
    void leavesOutWhatTheConnectionOfAClientThrew() {
        LeftAnswers quieted = LeftAnswers.quieted(logger);
        IOException reset =
                thrown(
                        frame("sun.nio.ch.SocketDispatcher"),
                        frame("java.nio.channels.X"),
                        frame("org.glassfish.grizzly.nio.NIOConnection"),
                        OURS,
                        WORKER);

        assertThat(quieted.isLoggable(line(reset))).isFalse();
        assertThat(quieted.isLoggable(line(new UncheckedIOException(reset)))).isFalse();
    }

    @Test
    void leavesInWhateverElseFails() {
        LeftAnswers quieted = LeftAnswers.quieted(logger);

        assertThat(quieted.isLoggable(line(thrown(OURS, WORKER)))).isTrue();
        assertThat(quieted.isLoggable(line(thrown(frame("sun.nio.ch.FileChannel"), OURS, WORKER))))
                .isTrue();
        assertThat(quieted.isLoggable(line(new IllegalStateException("ours")))).isTrue();
        assertThat(quieted.isLoggable(line(null))).isTrue();
    }

    @Test
    void asksTheFilterThatWasThereAndPutsItBack() {
        Filter before = line -> false;
        logger.setFilter(before);

        try (LeftAnswers quieted = LeftAnswers.quieted(logger)) {
            assertThat(logger.getFilter()).isSameAs(quieted);
            assertThat(quieted.isLoggable(line(null))).isFalse();
        }

        assertThat(logger.getFilter()).isSameAs(before);
    }

    private static LogRecord line(@Nullable Throwable thrown) {
        LogRecord line = new LogRecord(Level.SEVERE, "x");
        line.setThrown(thrown);
        return line;
    }

    private static IOException thrown(StackTraceElement... trace) {
        IOException thrown = new IOException("gone");
        thrown.setStackTrace(trace);
        return thrown;
    }

    private static StackTraceElement frame(String type) {
        return new StackTraceElement(type, "write", null, 1);
    }
}
