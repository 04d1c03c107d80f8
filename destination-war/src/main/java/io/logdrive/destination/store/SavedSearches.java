package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches with names, of each user its own. What was saved while there were no users was
 * everybody's and stays so.
 *
 * <p>Thread-safe.
 */
public final class SavedSearches {
    /** So many one may have. */
    public static final int MAX_OF_OWNER = 200;

    /** So many are listed. */
    public static final int LISTED_MAX = 1_000;

    private static final String IS_SHARED = "(shared = ? OR owner = '')";

    private final KeptConnection reader;
    private final SmallChanges changes;
    private final AccessRows rows;

    SavedSearches(KeptConnection reader, SmallChanges changes) {
        this.reader = reader;
        this.changes = changes;
        this.rows = new AccessRows(changes.dialect());
    }

    /**
     * Those of one, then those that others share: {@value #LISTED_MAX} at most, and one more when
     * there are more.
     *
     * @throws StoreException.Away when the database is
     */
    public List<SavedSearch> list(String owner) {
        return reader.ask(
                (connection, deadline) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT owner, name, state, shared, changed FROM saved_search"
                                            + " WHERE owner = ? OR "
                                            + IS_SHARED
                                            + " ORDER BY CASE WHEN owner = ? THEN 0 ELSE 1 END,"
                                            + " name, owner LIMIT "
                                            + (LISTED_MAX + 1))) {
                        deadline.limit(statement);
                        statement.setString(1, owner);
                        statement.setBoolean(2, true);
                        statement.setString(3, owner);
                        return read(statement);
                    }
                });
    }

    /**
     * Whose the shared searches of a name are.
     *
     * @throws StoreException.Away when the database is
     */
    public List<String> sharing(String name) {
        return reader.ask(
                (connection, deadline) -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT owner, name, state, shared, changed FROM saved_search"
                                            + " WHERE name = ? AND "
                                            + IS_SHARED
                                            + " ORDER BY owner LIMIT "
                                            + LISTED_MAX)) {
                        deadline.limit(statement);
                        statement.setString(1, name);
                        statement.setBoolean(2, true);
                        return read(statement).stream().map(SavedSearch::owner).toList();
                    }
                });
    }

    /**
     * Saves one, in the place of that with the same owner and name. One after the other, so that no
     * two of this process enter the same name, or the last that there may be.
     *
     * @return done or full
     * @throws StoreException when the database is away or busy
     */
    public synchronized Changed save(SavedSearch search) {
        return changes.transaction(
                connection -> {
                    if (update(connection, search)) {
                        return Changed.DONE;
                    }
                    if (count(connection, search.owner()) >= MAX_OF_OWNER) {
                        return Changed.FULL;
                    }
                    insert(connection, search);
                    return Changed.DONE;
                });
    }

    /**
     * Removes one's own.
     *
     * @return done or unknown
     * @throws StoreException when the database is away or busy
     */
    public Changed delete(String owner, String name) {
        return changes.transaction(
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM saved_search WHERE owner = ? AND name = ?")) {
                        delete.setString(1, owner);
                        delete.setString(2, name);
                        return delete.executeUpdate() == 1 ? Changed.DONE : Changed.UNKNOWN;
                    }
                });
    }

    /**
     * Removes what somebody shares.
     *
     * @return done or unknown
     * @throws StoreException when the database is away or busy
     */
    public Changed deleteShared(String owner, String name, AuditEntry entry) {
        return changes.audited(
                entry,
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM saved_search WHERE owner = ? AND name = ? AND "
                                            + IS_SHARED)) {
                        delete.setString(1, owner);
                        delete.setString(2, name);
                        delete.setBoolean(3, true);
                        return delete.executeUpdate() == 1 ? Changed.DONE : Changed.UNKNOWN;
                    }
                });
    }

    /** All of a user that is being deleted: another of that name shall not have them. */
    static void deleteOf(Connection connection, String owner) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM saved_search WHERE owner = ?")) {
            delete.setString(1, owner);
            delete.executeUpdate();
        }
    }

    private List<SavedSearch> read(PreparedStatement statement) throws SQLException {
        List<SavedSearch> searches = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                searches.add(
                        new SavedSearch(
                                found.getString(1),
                                found.getString(2),
                                found.getString(3),
                                found.getBoolean(4),
                                rows.instant(found, 5)));
            }
        }
        return searches;
    }

    private boolean update(Connection connection, SavedSearch search) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE saved_search SET state = ?, shared = ?, changed = ?"
                                + " WHERE owner = ? AND name = ?")) {
            update.setString(1, search.state());
            update.setBoolean(2, search.shared());
            update.setObject(3, rows.time(search.changed()));
            update.setString(4, search.owner());
            update.setString(5, search.name());
            return update.executeUpdate() == 1;
        }
    }

    private void insert(Connection connection, SavedSearch search) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO saved_search (owner, name, state, shared, changed)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, search.owner());
            insert.setString(2, search.name());
            insert.setString(3, search.state());
            insert.setBoolean(4, search.shared());
            insert.setObject(5, rows.time(search.changed()));
            insert.executeUpdate();
        }
    }

    private static long count(Connection connection, String owner) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT COUNT(*) FROM saved_search WHERE owner = ?")) {
            statement.setString(1, owner);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
