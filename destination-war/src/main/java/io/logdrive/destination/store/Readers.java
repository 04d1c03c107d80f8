package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Runs queries on pooled connections and turns the driver's exceptions into the store's.
 *
 * <p>Thread-safe.
 */
final class Readers {
    private final Database database;

    Readers(Database database) {
        this.database = database;
    }

    private Connection connect() {
        try {
            return database.connectReader();
        } catch (SQLTransientConnectionException e) {
            // The pool's own exception: with a cause it could not connect, without it was full.
            if (e.getCause() == null) {
                throw new StoreException.Busy("query: all connections for queries are busy", e);
            }
            throw new StoreException.Away("database: " + SqlFailure.reason(e.getCause()), e);
        } catch (SQLException e) {
            throw new StoreException.Away("database: " + SqlFailure.reason(e), e);
        }
    }

    <T> T query(Deadline deadline, Question<T> question) {
        try (Connection connection = connect()) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw failure(e, deadline);
        }
    }

    /** As {@link #query}; all that is asked is answered from one moment. */
    <T> T snapshot(Deadline deadline, Question<T> question) {
        return query(
                deadline,
                connection -> {
                    connection.setTransactionIsolation(database.snapshotIsolation());
                    connection.setAutoCommit(false);
                    try {
                        return question.ask(connection);
                    } finally {
                        // The pool puts isolation and auto-commit back.
                        connection.rollback();
                    }
                });
    }

    private StoreException failure(SQLException e, Deadline deadline) {
        if (SqlFailure.isTimeout(e)) {
            return deadline.exceeded(e);
        }
        database.renewReaders();
        return new StoreException.Away("database: " + SqlFailure.reason(e), e);
    }

    /** What is asked of a connection. */
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }
}
