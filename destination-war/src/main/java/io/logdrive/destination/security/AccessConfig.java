package io.logdrive.destination.security;

import io.logdrive.payara.ConfigurationReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of users and sessions.
 *
 * <p>Immutable.
 *
 * @param sessionMax how long a session lasts at the latest
 * @param sessionIdle how long it lasts without a request
 * @param openId logging in by an OpenID provider; null: there is none
 */
public record AccessConfig(
        Duration sessionMax, Duration sessionIdle, @Nullable OpenIdConfig openId) {
    private static final Duration SESSION_MAX = Duration.ofHours(12);
    private static final Duration SESSION_IDLE = Duration.ofHours(1);

    /** One without a provider. */
    public AccessConfig(Duration sessionMax, Duration sessionIdle) {
        this(sessionMax, sessionIdle, null);
    }

    /** Reads the keys; problems stay with the reader. */
    public static AccessConfig from(ConfigurationReader reader) {
        // Its last use is written to the minute: with less a session in use could end.
        Duration least = Duration.ofMinutes(5);
        Duration max =
                reader.duration("access.session-max", SESSION_MAX, least, Duration.ofDays(30));
        Duration idle =
                reader.duration("access.session-idle", SESSION_IDLE, least, Duration.ofDays(30));
        return new AccessConfig(max, idle, OpenIdConfig.from(reader));
    }
}
