package io.logdrive.agent.send;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place in the agent at which a drill can make the process die, as {@code kill -9} at that very
 * moment would; armed like those of the WARs, by {@code -Dio.logdrive.drill.crash=sent:N}.
 *
 * <p>Thread-safe.
 */
enum CrashPoint {
    /** A chunk was handed to the socket, the position does not know. */
    SENT;

    /** What a killed process's parent sees: 128 + SIGKILL. */
    private static final int STATUS = 137;

    private static final String PROPERTY = "io.logdrive.drill.crash";

    private static final @Nullable AtomicInteger LEFT = armed(System.getProperty(PROPERTY));

    /** Ends the process here and now when it is armed for this pass. */
    void pass() {
        if (LEFT != null && LEFT.decrementAndGet() == 0) {
            System.err.println("crash-point reached=" + name().toLowerCase(Locale.ROOT));
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** How many passes are left; null when the property is not set. */
    static @Nullable AtomicInteger armed(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("sent(:[1-9]\\d{0,8})?")) {
            throw new IllegalArgumentException(
                    PROPERTY + ": expected sent or sent:N, found \"" + text + "\"");
        }
        return new AtomicInteger(
                text.length() == 4 ? 1 : Integer.parseInt(text.substring(text.indexOf(':') + 1)));
    }
}
