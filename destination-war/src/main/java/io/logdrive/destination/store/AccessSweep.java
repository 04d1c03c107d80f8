package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes when tokens and sessions were last used; each hour removes what nobody can use or asks for
 * any more, so many rows at a time.
 *
 * <p>Confined to the upkeep's thread.
 */
final class AccessSweep {
    /** How long a token that is of no use any more is still shown. */
    static final int KEPT_DAYS = 30;

    static final int AUDIT_DAYS = 400;

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int ROWS_MAX = 1_000;

    private final SmallChanges changes;
    private final ApiTokens tokens;
    private final LoginSessions sessions;
    private final Clock clock;
    private Instant next = Instant.MIN;

    AccessSweep(SmallChanges changes, ApiTokens tokens, LoginSessions sessions, Clock clock) {
        this.changes = changes;
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** One round. */
    void step() {
        flushUses();
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        changes.transaction(
                connection -> {
                    delete(connection, "login_session", "hash", "expires < ?", now);
                    Instant unused = now.minus(Duration.ofDays(KEPT_DAYS));
                    delete(connection, "api_token", "id", "expires < ?", unused);
                    delete(connection, "api_token", "id", "revoked < ?", unused);
                    Instant audited = now.minus(Duration.ofDays(AUDIT_DAYS));
                    return delete(connection, "audit", "id", "at < ?", audited);
                });
        next = now.plus(PERIOD);
    }

    void flushUses() {
        tokens.uses().flush(changes);
        sessions.uses().flush(changes);
    }

    private int delete(
            Connection connection, String table, String key, String condition, Instant before)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM "
                                + table
                                + " WHERE "
                                + key
                                + " IN (SELECT "
                                + key
                                + " FROM "
                                + table
                                + " WHERE "
                                + condition
                                + " ORDER BY "
                                + key
                                + " LIMIT "
                                + ROWS_MAX
                                + ")")) {
            delete.setObject(1, changes.dialect().time(Instants.micros(before)));
            return delete.executeUpdate();
        }
    }
}
