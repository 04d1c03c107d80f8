package io.logdrive.destination.store;

import java.time.Instant;

/**
 * A session as the database has it, with its user as it is now.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param hash of its id
 * @param epoch the user's when it began
 * @param lastSeen to the minute
 * @param expires at the latest
 */
public record LoginSession(
        String hash, long epoch, Instant created, Instant lastSeen, Instant expires, User user) {
    /** Whether the user's password was changed, or the user was disabled, since it began. */
    public boolean isOver() {
        return epoch != user.epoch();
    }

    @Override
    public String toString() {
        return "session of " + user.name();
    }
}
