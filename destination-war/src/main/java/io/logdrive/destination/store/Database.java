package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What differs between databases: how one connects, how rows get in fastest.
 *
 * <p>Implementations are thread-safe.
 */
interface Database extends AutoCloseable {
    /** How its SQL and its values differ from those of others. */
    Dialect dialect();

    /** A connection of the writer's own. */
    Connection connectWriter() throws SQLException;

    /** A connection for the upkeep, which changes things beside the writer. */
    Connection connectUpkeep() throws SQLException;

    /**
     * A connection for a query, from a small pool; closing gives it back. Each statement sees the
     * database at one moment.
     */
    Connection connectReader() throws SQLException;

    /** Closes this connection for a query instead of giving it back. */
    void discardReader(Connection connection);

    /**
     * Replaces all pooled connections as they come back: one of them failed, the others may too.
     */
    void renewReaders();

    /**
     * The isolation, by its number in JDBC, under which all of a transaction's queries see the
     * database at one moment.
     */
    int snapshotIsolation();

    /** Null when there is room for what is to be written; else what is missing where. */
    @Nullable String shortage();

    /** Null when what it has confirmed is safe; else why a crash may lose it. */
    default @Nullable String danger() {
        return null;
    }

    /** What must be looked after regularly, every {@value Upkeep#PERIOD_SECONDS} seconds. */
    default void upkeep() throws SQLException {}

    /** How whole days are removed at once; null where they cannot be. */
    default @Nullable WholeDays wholeDays() {
        return null;
    }

    /** The disk on which it is; null where that is not ours to see. */
    default @Nullable FreeDisk disk() {
        return null;
    }

    /** What all of it takes on the disk. */
    long bytes(Connection connection) throws SQLException;

    /** What the messages take, indexes included and what is free again not. */
    long messageBytes(Connection connection) throws SQLException;

    /** A writer for rows on {@code connection}. */
    MessageWriter messageWriter(Connection connection) throws SQLException;

    /** Closes the pool; connections of the writer must be closed before. */
    @Override
    void close();

    /** The one number that a query answers. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
