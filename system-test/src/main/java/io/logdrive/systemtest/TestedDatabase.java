package io.logdrive.systemtest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The database of a destination.
 *
 * <p>Implementations are confined to the thread of the test.
 */
interface TestedDatabase {
    /** What makes a destination use it: keys of its configuration and their values. */
    Map<String, String> settings();

    /**
     * A connection of ours, past the destination, which must have ended where the database is in
     * its process.
     */
    Connection connect() throws SQLException;
}
