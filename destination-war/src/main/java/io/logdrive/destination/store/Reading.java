package io.logdrive.destination.store;

import java.sql.Connection;

/**
 * With what a query reads.
 *
 * <p>Immutable.
 *
 * @param connection its own
 * @param dialect of the database
 * @param deadline by when it must have ended
 * @param turns when it may go on, if it reads much
 */
record Reading(Connection connection, Dialect dialect, Deadline deadline, ScanTurns turns) {}
