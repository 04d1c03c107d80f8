package io.logdrive.payara;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When the certificate of HTTPS expires, for the WARs' metrics: the Java agent is in another class
 * loader than they are, so that it leaves a text among the properties of the system.
 *
 * <p>Thread-safe.
 */
public final class HttpsExpiry {
    private static final String PROPERTY = "io.logdrive.https.expires";

    private HttpsExpiry() {}

    /** The agent's: what is in use now. */
    public static void publish(@Nullable Instant expires) {
        if (expires != null) {
            System.setProperty(PROPERTY, expires.toString());
        }
    }

    /** Whether this process has HTTPS by the agent. */
    public static boolean isKnown() {
        return expires() != null;
    }

    /** Until the certificate expires, below 0 afterwards; NaN when there is none. */
    public static double daysLeft(Clock clock) {
        Instant expires = expires();
        return expires == null
                ? Double.NaN
                : Duration.between(clock.instant(), expires).toSeconds()
                        / (double) Duration.ofDays(1).toSeconds();
    }

    private static @Nullable Instant expires() {
        String text = System.getProperty(PROPERTY);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
