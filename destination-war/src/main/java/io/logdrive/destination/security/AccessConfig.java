package io.logdrive.destination.security;

import io.logdrive.payara.ConfigurationReader;
import java.time.Duration;

/**
 * Settings of users and sessions.
 *
 * <p>Immutable.
 *
 * @param sessionMax how long a session lasts at the latest
 * @param sessionIdle how long it lasts without a request
 */
public record AccessConfig(Duration sessionMax, Duration sessionIdle) {
    private static final Duration SESSION_MAX = Duration.ofHours(12);
    private static final Duration SESSION_IDLE = Duration.ofHours(1);

    /** Reads the keys; problems stay with the reader. */
    public static AccessConfig from(ConfigurationReader reader) {
        // Its last use is written to the minute: with less a session in use could end.
        Duration least = Duration.ofMinutes(5);
        Duration max =
                reader.duration("access.session-max", SESSION_MAX, least, Duration.ofDays(30));
        Duration idle =
                reader.duration("access.session-idle", SESSION_IDLE, least, Duration.ofDays(30));
        return new AccessConfig(max, idle);
    }
}
