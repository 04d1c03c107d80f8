package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: times with a zone, UUIDs. Immutable. */
final class PostgresDialect implements Dialect {
    @Override
    public Object time(long micros) {
        return Instants.ofMicros(micros);
    }

    @Override
    public long micros(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? 0 : Instants.micros(time);
    }

    @Override
    public Object uuid(UUID id) {
        return id;
    }

    @Override
    public @Nullable UUID uuid(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    @Override
    public String containsIgnoringCase(String column) {
        return column + " ILIKE ? ESCAPE '~'";
    }

    @Override
    public String indexIn(String column) {
        return "STRPOS(" + column + ", ?)";
    }

    /** Integers all the way, where EXTRACT computes decimals of any length for every row. */
    @Override
    public String stepOf(String timeColumn, long micros) {
        return "DATE_BIN('"
                + micros
                + " microseconds', "
                + timeColumn
                + ", TIMESTAMPTZ '1970-01-01 00:00:00+00')";
    }

    @Override
    public long stepStart(ResultSet rows, int column, long micros) throws SQLException {
        return micros(rows, column);
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public ManyOrigins manyOrigins(Connection connection) throws SQLException {
        return new PostgresOrigins(connection, this);
    }

    @Override
    public @Nullable String lockAll() {
        return null;
    }
}
