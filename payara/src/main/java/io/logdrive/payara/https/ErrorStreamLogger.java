package io.logdrive.payara.https;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Writes to standard error, which is in Payara's log: a logger of the JDK's, made before Payara is
 * there, would keep it from setting up its own.
 *
 * <p>Thread-safe.
 */
final class ErrorStreamLogger implements System.Logger {
    @Override
    public String getName() {
        return "io.logdrive.payara.https";
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= Level.INFO.getSeverity();
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String message,
            @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            System.err.println(message);
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        log(level, bundle, format, (Throwable) null);
    }
}
