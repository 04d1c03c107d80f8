package io.logdrive.destination.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** H2: times with a zone, UUIDs. Immutable. */
final class H2Dialect implements Dialect {
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
        return "LOCATE(?, " + column + ")";
    }

    @Override
    public String stepOf(String timeColumn, long micros) {
        long step = TimeUnit.MICROSECONDS.toSeconds(micros);
        long bias = TimeUnit.MICROSECONDS.toSeconds(Dialect.bias(micros));
        // Integers all the way: EXTRACT(EPOCH FROM …) computes decimals and takes 20 times as long.
        return "((DATEDIFF(SECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', "
                + timeColumn
                + ") + "
                + bias
                + ") / "
                + step
                + ")";
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public @Nullable String lockAll() {
        return null;
    }
}
