package io.logdrive.destination.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
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

    /**
     * Opens it; when the database is away it fills later.
     *
     * @param connector makes its connections
     * @param threads makes its housekeeping threads
     */
    ReaderPool(Connector connector, StoreConfig config, ThreadFactory threads) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("destination-query");
        settings.setDataSource(connector);
        settings.setThreadFactory(named(threads));
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

    /** Replaces all connections as they come back. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static ThreadFactory named(ThreadFactory threads) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setName(THREAD + count.incrementAndGet());
            return thread;
        };
    }
}
