package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the commits on a connection of its own, so that no query of others can hold it up. Ids
 * are in the order of commits: who has read up to an id has seen everything below it.
 *
 * <p>Confined to one thread.
 */
public final class CommittedReader implements AutoCloseable {
    private final Database database;
    private @Nullable Connection connection;

    CommittedReader(Database database) {
        this.database = database;
    }

    /**
     * The last id that is committed; 0 when there is none.
     *
     * @throws StoreException.Away when the database is
     */
    public long lastId(Deadline deadline) {
        return ask(
                open -> {
                    try (Statement statement = open.createStatement()) {
                        deadline.limit(statement);
                        try (ResultSet row =
                                statement.executeQuery("SELECT next_id - 1 FROM ledger_total")) {
                            return row.next() ? row.getLong(1) : 0;
                        }
                    }
                });
    }

    /**
     * The first messages after {@code afterId} up to {@code throughId}, by id.
     *
     * @throws StoreException.Away when the database is
     */
    public List<StoredMessage> after(long afterId, long throughId, int limit, Deadline deadline) {
        return ask(
                open ->
                        new CommittedRows(open, database.dialect())
                                .after(afterId, throughId, limit, deadline));
    }

    /**
     * The last messages up to {@code throughId} for which the filter holds, the latest first.
     *
     * @param looksMax how many ids to look at at most
     * @throws StoreException.Away when the database is
     */
    public List<StoredMessage> last(
            MessageFilter filter, long throughId, int limit, int looksMax, Deadline deadline) {
        return ask(
                open ->
                        new CommittedRows(open, database.dialect())
                                .last(filter, throughId, limit, looksMax, deadline));
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is given up either way.
                connection = null;
            }
        }
    }

    private <T> T ask(Readers.Question<T> question) {
        try {
            Connection open = connection;
            if (open == null) {
                open = database.connectUpkeep();
                open.setAutoCommit(true);
                open.setTransactionIsolation(database.snapshotIsolation());
                connection = open;
            }
            return question.ask(open);
        } catch (SQLException e) {
            close();
            throw new StoreException.Away("database: " + SqlFailure.reason(e), e);
        }
    }
}
