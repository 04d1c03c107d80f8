package io.logdrive.destination.query;

import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Jersey from logging two stack traces, as SEVERE, for each answer whose client has gone in
 * the middle of it: nobody can mend that. Told by where it was thrown, in writing to the
 * connection; whatever else fails is logged as before.
 *
 * <p>Thread-safe.
 */
public final class LeftAnswers implements Filter, AutoCloseable {
    private static final String JERSEY = "org.glassfish.jersey.server.ServerRuntime$Responder";
    private static final String CONNECTION = "org.glassfish.grizzly.";

    /** Against causes that are a ring. */
    private static final int CAUSES_MAX = 20;

    /** Kept: java.util.logging refers to loggers weakly and forgets their filters with them. */
    private final Logger logger;

    private final @Nullable Filter before;

    private LeftAnswers(Logger logger) {
        this.logger = logger;
        this.before = logger.getFilter();
    }

    /** Until it is closed. */
    public static LeftAnswers quieted() {
        return quieted(Logger.getLogger(JERSEY));
    }

    static LeftAnswers quieted(Logger logger) {
        LeftAnswers quieted = new LeftAnswers(logger);
        logger.setFilter(quieted);
        return quieted;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        return !isOfClient(line.getThrown()) && (before == null || before.isLoggable(line));
    }

    @Override
    public void close() {
        if (logger.getFilter() == this) {
            logger.setFilter(before);
        }
    }

    private static boolean isOfClient(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof IOException && isThrownByConnection(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The connection's own code called, or threw; it is at the end of every trace, too. */
    private static boolean isThrownByConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("sun.")) {
                return name.startsWith(CONNECTION);
            }
        }
        return false;
    }
}
