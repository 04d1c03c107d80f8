package io.logdrive.destination.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, which has neither times nor UUIDs: a time is an integer of microseconds, a UUID its text,
 * so that both sort as they do elsewhere. A transaction that writes has the whole database.
 *
 * <p>Immutable.
 */
final class SqliteDialect implements Dialect {
    @Override
    public Object time(long micros) {
        return micros;
    }

    @Override
    public long micros(ResultSet rows, int column) throws SQLException {
        return rows.getLong(column);
    }

    @Override
    public Object uuid(UUID id) {
        return id.toString();
    }

    @Override
    public @Nullable UUID uuid(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? null : UUID.fromString(text);
    }

    @Override
    public String containsIgnoringCase(String column) {
        return column + " LIKE ? ESCAPE '~'";
    }

    @Override
    public String indexIn(String column) {
        return "INSTR(" + column + ", ?)";
    }

    @Override
    public String stepOf(String timeColumn, long micros) {
        return "((" + timeColumn + " + " + Dialect.bias(micros) + ") / " + micros + ")";
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public String lockAll() {
        return "UPDATE ledger_total SET next_id = next_id WHERE 0";
    }
}
