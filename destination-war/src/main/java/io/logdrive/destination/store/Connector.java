package io.logdrive.destination.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What makes connections, as the data source that pool and Flyway want. The drivers are called
 * directly, never by the DriverManager: in a container that knows drivers of other class loaders.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
interface Connector extends DataSource {
    @Override
    Connection getConnection() throws SQLException;

    @Override
    default Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections of another user");
    }

    @Override
    default @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    default void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    default void setLoginTimeout(int seconds) {}

    @Override
    default int getLoginTimeout() {
        // So long the pool waits at its end for a connection that is being made.
        return 2;
    }

    @Override
    default Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("a parent logger");
    }

    @Override
    default <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("connector: it wraps no " + type.getName());
    }

    @Override
    default boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
