package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What differs between databases: how one connects, how rows get in fastest.
 *
 * <p>Implementations are thread-safe.
 */
interface Database extends AutoCloseable {
    /** A connection of the writer's own. */
    Connection connectWriter() throws SQLException;

    /** A connection for a query, from a small pool; closing gives it back. */
    Connection connectReader() throws SQLException;

    /**
     * Replaces all pooled connections as they come back: one of them failed, the others may too.
     */
    void renewReaders();

    /** A writer for rows on {@code connection}. */
    MessageWriter messageWriter(Connection connection) throws SQLException;

    /** Closes the pool; connections of the writer must be closed before. */
    @Override
    void close();
}
