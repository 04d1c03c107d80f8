package io.logdrive.destination.store;

import io.logdrive.payara.access.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users. Once there is one that is enabled, an enabled admin stays: who may add users is never
 * nobody, nor, by deleting all, everybody.
 *
 * <p>Thread-safe.
 */
public final class Users {
    /** So many there may be. */
    public static final int MAX = 1_000;

    private static final String SELECT = "SELECT " + AccessRows.USER + " FROM account";

    private final KeptConnection reader;
    private final SmallChanges changes;
    private final AccessRows rows;

    Users(KeptConnection reader, SmallChanges changes) {
        this.reader = reader;
        this.changes = changes;
        this.rows = new AccessRows(changes.dialect());
    }

    /**
     * Whether there is one that is enabled.
     *
     * @throws StoreException.Away when the database is
     */
    public boolean any() {
        return reader.ask(
                (connection, deadline) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT COUNT(*) FROM account WHERE NOT disabled")) {
                        deadline.limit(statement);
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next() && row.getLong(1) > 0;
                        }
                    }
                });
    }

    /**
     * One by its name.
     *
     * @throws StoreException.Away when the database is
     */
    public Optional<User> byName(String name) {
        return reader.ask((connection, deadline) -> read(connection, name, "", deadline));
    }

    /**
     * All, by name.
     *
     * @throws StoreException.Away when the database is
     */
    public List<User> list() {
        return reader.ask(
                (connection, deadline) -> {
                    List<User> all = new ArrayList<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement(SELECT + " ORDER BY name LIMIT " + MAX)) {
                        deadline.limit(statement);
                        try (ResultSet found = statement.executeQuery()) {
                            while (found.next()) {
                                all.add(rows.user(found, 1));
                            }
                        }
                    }
                    return all;
                });
    }

    /**
     * Adds one; the first one must be an admin.
     *
     * @return done, taken, full or no admin
     * @throws StoreException when the database is away or busy
     */
    public Changed add(User.Added user, AuditEntry entry) {
        try {
            return changes.audited(entry, connection -> insert(connection, user));
        } catch (StoreException.Away e) {
            // Two may add the same name at once.
            if (e.getCause() instanceof SQLException cause && SqlFailure.isTaken(cause)) {
                return Changed.TAKEN;
            }
            throw e;
        }
    }

    /**
     * Changes one; a new password and disabling end its sessions.
     *
     * @return done, unknown or no admin
     * @throws StoreException when the database is away or busy
     */
    public Changed change(String name, UserChange change, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    List<Long> admins = lockAdmins(connection);
                    User user =
                            read(connection, name, changes.dialect().forUpdate(), null)
                                    .orElse(null);
                    if (user == null) {
                        return Changed.UNKNOWN;
                    }
                    User changed = change.of(user);
                    if (isLast(admins, user) && !isEnabledAdmin(changed)) {
                        return Changed.NO_ADMIN;
                    }
                    update(connection, changed);
                    if (changed.epoch() != user.epoch()) {
                        LoginSessions.deleteOf(connection, user.id());
                    }
                    return Changed.DONE;
                });
    }

    /**
     * Deletes one with its tokens and sessions.
     *
     * @return done, unknown or no admin
     * @throws StoreException when the database is away or busy
     */
    public Changed delete(String name, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    List<Long> admins = lockAdmins(connection);
                    User user =
                            read(connection, name, changes.dialect().forUpdate(), null)
                                    .orElse(null);
                    if (user == null) {
                        return Changed.UNKNOWN;
                    }
                    if (isLast(admins, user)) {
                        return Changed.NO_ADMIN;
                    }
                    LoginSessions.deleteOf(connection, user.id());
                    SavedSearches.deleteOf(connection, user.name());
                    execute(connection, "DELETE FROM api_token WHERE account_id = ?", user.id());
                    execute(connection, "DELETE FROM account WHERE id = ?", user.id());
                    return Changed.DONE;
                });
    }

    /**
     * Replaces the hash of a password by another one of the same password, unless the password was
     * changed meanwhile.
     *
     * @throws StoreException when the database is away or busy
     */
    public void rehash(User user, String password) {
        changes.transaction(
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE account SET password = ? WHERE id = ? AND password ="
                                            + " ?")) {
                        update.setString(1, password);
                        update.setLong(2, user.id());
                        update.setString(3, user.password());
                        return update.executeUpdate();
                    }
                });
    }

    private Changed insert(Connection connection, User.Added user) throws SQLException {
        List<Long> admins = lockAdmins(connection);
        if (read(connection, user.name(), "", null).isPresent()) {
            return Changed.TAKEN;
        }
        if (admins.isEmpty() && user.role() != Role.ADMIN) {
            return Changed.NO_ADMIN;
        }
        if (Database.number(connection, "SELECT COUNT(*) FROM account") >= MAX) {
            return Changed.FULL;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO account (name, role, password, epoch, disabled, created,"
                                + " changed) VALUES (?, ?, ?, 0, ?, ?, ?)")) {
            Object now = changes.now();
            insert.setString(1, user.name());
            insert.setString(2, user.role().word());
            insert.setString(3, user.password());
            insert.setBoolean(4, false);
            insert.setObject(5, now);
            insert.setObject(6, now);
            insert.executeUpdate();
        }
        return Changed.DONE;
    }

    private void update(Connection connection, User user) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE account SET role = ?, password = ?, epoch = ?, disabled = ?,"
                                + " changed = ? WHERE id = ?")) {
            update.setString(1, user.role().word());
            update.setString(2, user.password());
            update.setLong(3, user.epoch());
            update.setBoolean(4, user.disabled());
            update.setObject(5, changes.now());
            update.setLong(6, user.id());
            update.executeUpdate();
        }
    }

    /** All enabled admins, locked in the order of their ids: two cannot go at once. */
    private List<Long> lockAdmins(Connection connection) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT id FROM account WHERE role = 'admin' AND NOT disabled"
                                        + " ORDER BY id"
                                        + changes.dialect().forUpdate());
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                ids.add(found.getLong(1));
            }
        }
        return ids;
    }

    private Optional<User> read(
            Connection connection, String name, String lock, @Nullable Deadline deadline)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(SELECT + " WHERE name = ?" + lock)) {
            if (deadline != null) {
                deadline.limit(statement);
            }
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(rows.user(row, 1)) : Optional.empty();
            }
        }
    }

    private static boolean isLast(List<Long> admins, User user) {
        return admins.size() == 1 && admins.contains(user.id());
    }

    private static boolean isEnabledAdmin(User user) {
        return user.role() == Role.ADMIN && !user.disabled();
    }

    static void execute(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }
}
