package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * Removes messages by whole days of their event time, which costs the same however many they are.
 *
 * <p>Implementations are thread-safe.
 */
interface WholeDays {
    /** Days before today that exist, in days since the epoch. */
    SortedSet<Long> past(Connection connection) throws SQLException;

    /**
     * Removes a day if all its messages are due.
     *
     * @param expiries what is due; none for all
     * @return how many messages that were, or -1 when some are not due or somebody is in the way
     */
    long remove(Connection connection, long day, List<Expiry> expiries, Instant now)
            throws SQLException;
}
