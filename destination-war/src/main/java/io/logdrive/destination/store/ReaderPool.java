package io.logdrive.destination.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The small pool of connections for queries.
 *
 * <p>Thread-safe.
 */
final class ReaderPool implements AutoCloseable {
    private static final String THREAD = "destination-query-pool-";

    private final HikariDataSource pool;
    private final ScheduledThreadPoolExecutor housekeeper;

    /**
     * Opens it; when the database is away it fills later.
     *
     * @param connector makes its connections
     * @param threads makes its housekeeping thread, at once
     */
    ReaderPool(Connector connector, StoreConfig config, ThreadFactory threads) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("destination-query");
        settings.setDataSource(connector);
        AtomicInteger count = new AtomicInteger();
        this.housekeeper = new ScheduledThreadPoolExecutor(1, named(threads, count));
        housekeeper.setRemoveOnCancelPolicy(true);
        housekeeper.prestartCoreThread();
        settings.setScheduledExecutor(housekeeper);
        settings.setThreadFactory(named(ReaderPool::connecting, count));
        settings.setMaximumPoolSize(config.queryConnectionsMax());
        settings.setMinimumIdle(1);
        settings.setInitializationFailTimeout(-1);
        settings.setConnectionTimeout(config.queryWaitMax().toMillis());
        settings.setValidationTimeout(Math.min(1_000, config.queryWaitMax().toMillis()));
        settings.setAutoCommit(true);
        settings.setRegisterMbeans(false);
        this.pool = new HikariDataSource(settings);
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** Closes this one when it comes back; another takes its place. */
    void discard(Connection connection) {
        pool.evictConnection(connection);
    }

    /** Replaces all connections as they come back. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        pool.close();
        housekeeper.shutdownNow();
    }

    /**
     * Not a managed thread: the pool makes one whenever somebody waits for a connection, and what
     * the container would give it is the context of whoever that is. For a health check that is a
     * module of Payara's own, in which the thread dies before it begins, and the pool waits for it
     * for ever (decision 0068). It needs no context; it only connects.
     */
    private static Thread connecting(Runnable task) {
        Thread thread = new Thread(null, task, THREAD, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ReaderPool.class.getClassLoader());
        return thread;
    }

    private static ThreadFactory named(ThreadFactory threads, AtomicInteger count) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(THREAD + count.incrementAndGet());
            return thread;
        };
    }
}
