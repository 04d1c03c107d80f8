package io.logdrive.destination.store;

import java.sql.SQLException;
import java.util.List;

/**
 * Inserts rows into {@code message} by the fastest means of its database, within the transaction of
 * the connection it was made for.
 *
 * <p>Implementations are confined to the writer's thread.
 */
interface MessageWriter {
    /**
     * Inserts all rows, in order.
     *
     * @param firstId id of the first row; the others follow without gaps
     */
    void insert(List<Row> rows, long firstId) throws SQLException;
}
