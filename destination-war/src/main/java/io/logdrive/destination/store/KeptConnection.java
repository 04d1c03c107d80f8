package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection for small questions that come with each request: who asks must be known also while
 * long queries have the whole pool.
 *
 * <p>Thread-safe.
 */
final class KeptConnection implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final Database database;

    /** Fair: in a crowd nobody waits longer than those before it take. */
    private final ReentrantLock lock = new ReentrantLock(true);

    @GuardedBy("lock")
    private @Nullable Connection connection;

    @GuardedBy("lock")
    private boolean closed;

    /** The last attempt to connect, if it failed: those who wait need not all try in turn. */
    @GuardedBy("lock")
    private @Nullable SQLException refused;

    @GuardedBy("lock")
    private long refusedNanos;

    KeptConnection(Database database) {
        this.database = database;
    }

    /**
     * Asks, on a new connection when the one that was kept has broken.
     *
     * @throws StoreException.Away when the database is, or does not answer in time
     */
    <T> T ask(Question<T> question) {
        if (!lock()) {
            throw new StoreException.Away("database: it does not answer in time", null);
        }
        try {
            boolean kept = connection != null;
            try {
                return question.ask(open(), Deadline.in(ANSWER_MAX));
            } catch (SQLException e) {
                drop();
                if (!kept || SqlFailure.isTimeout(e)) {
                    throw away(e);
                }
            }
            return again(question);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private <T> T again(Question<T> question) {
        try {
            return question.ask(open(), Deadline.in(ANSWER_MAX));
        } catch (SQLException e) {
            drop();
            throw away(e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } finally {
            lock.unlock();
        }
    }

    private boolean lock() {
        try {
            return lock.tryLock(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @GuardedBy("lock")
    private Connection open() throws SQLException {
        if (closed) {
            throw new SQLException("stopped", "57P01");
        }
        Connection open = connection;
        if (open != null) {
            return open;
        }
        SQLException before = refused;
        if (before != null && System.nanoTime() - refusedNanos < AGAIN_AFTER.toNanos()) {
            throw before;
        }
        try {
            open = database.connectUpkeep();
            open.setAutoCommit(true);
            connection = open;
            refused = null;
            return open;
        } catch (SQLException e) {
            refused = e;
            refusedNanos = System.nanoTime();
            throw e;
        }
    }

    @GuardedBy("lock")
    private void drop() {
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

    private static StoreException away(SQLException e) {
        return new StoreException.Away("database: " + SqlFailure.reason(e), e);
    }

    /** What is asked of it. */
    interface Question<T> {
        T ask(Connection connection, Deadline deadline) throws SQLException;
    }
}
