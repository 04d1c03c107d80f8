package io.logdrive.destination.store;

import io.logdrive.payara.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as the database has it.
 *
 * <p>Immutable. Its text has no secret.
 *
 * @param id public; stands in the token's text
 * @param owner name of its user
 * @param role what it was made with: {@link #effectiveRole} counts
 * @param filter what every message that it reads must match; null: all messages
 * @param hash of its secret
 * @param expires null: never
 * @param lastUsed to the minute; null: never
 * @param revoked null: not
 * @param user as it is now
 */
public record ApiToken(
        String id,
        String owner,
        String name,
        Role role,
        @Nullable String filter,
        String hash,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant lastUsed,
        @Nullable Instant revoked,
        Owner user) {
    /** The lesser of its own role and its user's. */
    public Role effectiveRole() {
        return user.role().includes(role) ? role : user.role();
    }

    @Override
    public String toString() {
        return "token " + id + " of " + owner;
    }

    /** Its user as it is now. Immutable. */
    public record Owner(Role role, boolean disabled) {}

    /** One to be added. Immutable. Its text has no secret. */
    public record Added(
            String id,
            String owner,
            String name,
            Role role,
            @Nullable String filter,
            String hash,
            @Nullable Instant expires) {
        @Override
        public String toString() {
            return "token " + id + " of " + owner;
        }
    }
}
