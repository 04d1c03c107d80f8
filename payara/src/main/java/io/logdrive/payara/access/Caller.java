package io.logdrive.payara.access;

import org.jspecify.annotations.Nullable;

/**
 * Who asks, once that is known.
 *
 * @param name of the user, or {@code USER/TOKEN} for a token of that user; {@code local} while
 *     there are no users
 * @param role what it may do
 * @param by what it showed
 * @param filter a query (API.md, {@code query}) that every message it reads must match; null: all
 *     messages. Who has one may read messages, and nothing else
 *     <p>Immutable.
 */
public record Caller(String name, Role role, Credentials.Kind by, @Nullable String filter) {
    /** Everybody, while there are no users and the request comes from this machine. */
    public static final Caller LOCAL = new Caller("local", Role.ADMIN, Credentials.Kind.NONE, null);

    /** Whether it may what {@code wanted} may. */
    public boolean is(Role wanted) {
        return filter == null && role.includes(wanted);
    }
}
