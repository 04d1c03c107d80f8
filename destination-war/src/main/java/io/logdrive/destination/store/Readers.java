package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries on pooled connections and turns the driver's exceptions into the store's.
 *
 * <p>Thread-safe.
 */
final class Readers {
    private final Database database;
    private final @Nullable Ending ending;

    Readers(Database database) {
        this(database, null);
    }

    private Readers(Database database, @Nullable Ending ending) {
        this.database = database;
        this.ending = ending;
    }

    /** The same whose queries end when they are told to. */
    Readers until(Ending end) {
        return new Readers(database, end);
    }

    /** By when a query must have ended that should by {@code deadline}. */
    Deadline until(Deadline deadline) {
        return deadline.until(ending);
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
        deadline.checkEnding();
        try (Connection connection = connect()) {
            return answer(connection, deadline, question);
        } catch (SQLException e) {
            throw failure(e, deadline);
        }
    }

    private <T> T answer(Connection connection, Deadline deadline, Question<T> question)
            throws SQLException {
        try {
            // One may have waited for the connection.
            deadline.checkEnding();
            T answer = question.ask(connection);
            deadline.checkEnding();
            return answer;
        } finally {
            if (deadline.rests()) {
                database.discardReader(connection);
            }
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
