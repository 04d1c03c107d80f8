package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the databases in SQL and in values: everything else is one text for all.
 *
 * <p>Implementations are immutable.
 */
interface Dialect {
    /** 0001-01-01: what all databases can say. Nothing is stored before. */
    long MICROS_MIN = -62_135_596_800_000_000L;

    /** What to bind for a point in time, in microseconds since the epoch. */
    Object time(long micros);

    /** A time column of the current row in microseconds since the epoch; 0 for NULL. */
    long micros(ResultSet rows, int column) throws SQLException;

    /** What to bind for an id. */
    Object uuid(UUID id);

    /** A column with an id; null for NULL. */
    @Nullable UUID uuid(ResultSet rows, int column) throws SQLException;

    /**
     * The condition that a text column contains a text, with one parameter: a pattern of {@code %}
     * and {@code _} in which {@code ~} escapes. The case of the letters A to Z is ignored; whether
     * that of others is, differs between the databases. Null when the database has no such thing.
     */
    @Nullable String containsIgnoringCase(String column);

    /**
     * An expression for the place, from 1, of the text in the one parameter within a text column; 0
     * when it is not in there. Case matters.
     */
    String indexIn(String column);

    /**
     * An expression that is the same for all times between two multiples of {@code micros} since
     * the epoch, and cheap: it is computed for every row that is counted.
     *
     * @param micros a whole number of seconds
     */
    String stepOf(String timeColumn, long micros);

    /** Where the step of the current row's {@link #stepOf} begins, in microseconds. */
    default long stepStart(ResultSet rows, int column, long micros) throws SQLException {
        return rows.getLong(column) * micros - bias(micros);
    }

    /**
     * What to add to a time, so that dividing by {@code micros} rounds the same way before 1970.
     *
     * @return the least multiple of it that no time since the year 1 is below the negative of
     */
    static long bias(long micros) {
        return -Math.floorDiv(MICROS_MIN, micros) * micros;
    }

    /**
     * What a transaction that reads before it writes must begin with where rows cannot be locked:
     * it makes the others wait. Null where {@link #forUpdate} does that.
     */
    @Nullable String lockAll();

    /** What a SELECT ends in so that its rows are locked until the commit; empty if all are. */
    String forUpdate();

    /** How to treat all origins of a group at once; null where that would save nothing. */
    default @Nullable ManyOrigins manyOrigins(Connection connection) throws SQLException {
        return null;
    }

    /** Begins a transaction that reads before it writes. */
    default void begin(Connection connection) throws SQLException {
        String lock = lockAll();
        if (lock != null) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(lock);
            }
        }
    }
}
