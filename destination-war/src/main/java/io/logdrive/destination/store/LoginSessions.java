package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Who has logged in.
 *
 * <p>Thread-safe.
 */
public final class LoginSessions {
    /** So many a user may have; one more ends the oldest. */
    public static final int MAX_OF_USER = 20;

    private final KeptConnection reader;
    private final SmallChanges changes;
    private final AccessRows rows;
    private final Clock clock;
    private final LastUses uses =
            new LastUses("UPDATE login_session SET last_seen = ? WHERE hash = ? AND last_seen < ?");

    LoginSessions(KeptConnection reader, SmallChanges changes, Clock clock) {
        this.reader = reader;
        this.changes = changes;
        this.rows = new AccessRows(changes.dialect());
        this.clock = clock;
    }

    /**
     * One, with its user as it is now.
     *
     * @throws StoreException.Away when the database is
     */
    public Optional<LoginSession> byHash(String hash) {
        return reader.ask(
                (connection, deadline) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT login_session.hash, login_session.epoch,"
                                            + " login_session.created, login_session.last_seen,"
                                            + " login_session.expires, "
                                            + AccessRows.USER
                                            + " FROM login_session JOIN account"
                                            + " ON account.id = login_session.account_id"
                                            + " WHERE login_session.hash = ?")) {
                        deadline.limit(statement);
                        statement.setString(1, hash);
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next() ? Optional.of(session(row)) : Optional.empty();
                        }
                    }
                });
    }

    /**
     * Begins one.
     *
     * @param user as it was when its password was found right: was it changed since, the session is
     *     over before it begins
     * @throws StoreException when the database is away or busy
     */
    public void begin(String hash, User user, Instant expires, AuditEntry entry) {
        changes.audited(
                entry,
                connection -> {
                    deleteOldest(connection, user.id());
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO login_session (hash, account_id, epoch, created,"
                                            + " last_seen, expires) VALUES (?, ?, ?, ?, ?, ?)")) {
                        Object now = changes.now();
                        insert.setString(1, hash);
                        insert.setLong(2, user.id());
                        insert.setLong(3, user.epoch());
                        insert.setObject(4, now);
                        insert.setObject(5, now);
                        insert.setObject(6, rows.time(expires));
                        insert.executeUpdate();
                    }
                    return Changed.DONE;
                });
    }

    /**
     * Ends one.
     *
     * @return done or unknown
     * @throws StoreException when the database is away or busy
     */
    public Changed end(String hash, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM login_session WHERE hash = ?")) {
                        delete.setString(1, hash);
                        return delete.executeUpdate() == 1 ? Changed.DONE : Changed.UNKNOWN;
                    }
                });
    }

    /** It is used now; written later. */
    public void seen(LoginSession session) {
        uses.note(session.hash(), session.lastSeen(), clock.instant());
    }

    LastUses uses() {
        return uses;
    }

    static void deleteOf(Connection connection, long user) throws SQLException {
        Users.execute(connection, "DELETE FROM login_session WHERE account_id = ?", user);
    }

    private static void deleteOldest(Connection connection, long user) throws SQLException {
        Users.execute(
                connection,
                "DELETE FROM login_session WHERE hash IN (SELECT hash FROM login_session"
                        + " WHERE account_id = ? ORDER BY created DESC, hash LIMIT 1000 OFFSET "
                        + (MAX_OF_USER - 1)
                        + ")",
                user);
    }

    private LoginSession session(ResultSet row) throws SQLException {
        return new LoginSession(
                row.getString(1),
                row.getLong(2),
                rows.instant(row, 3),
                rows.instant(row, 4),
                rows.instant(row, 5),
                rows.user(row, 6));
    }
}
