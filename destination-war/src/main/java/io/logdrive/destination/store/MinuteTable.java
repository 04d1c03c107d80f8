package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many messages there are in each minute of event time, by level: changed in the transaction
 * that inserts or removes them, while the row of totals is locked (decision 0078).
 *
 * <p>Confined to one thread, as its connection is.
 */
final class MinuteTable implements AutoCloseable {
    static final long MINUTE_MICROS = 60_000_000;

    /** The level of messages that have none. */
    static final int NO_LEVEL = 0;

    /** OpenTelemetry's severity numbers go from 1 to 24. */
    private static final int LEVELS = 25;

    private static final long[] NONE = {};

    private final Dialect dialect;
    private final PreparedStatement update;
    private final PreparedStatement insert;
    private final PreparedStatement deleteEmpty;

    /** By the minute's first microsecond, then the level's number. */
    private final Map<Long, long[]> changes = new TreeMap<>();

    private long lastMinute;
    private long[] ofLastMinute = NONE;

    MinuteTable(Connection connection, Dialect dialect) throws SQLException {
        this.dialect = dialect;
        String place = " WHERE event_minute = ? AND level = ?";
        this.update =
                connection.prepareStatement(
                        "UPDATE message_minute SET messages = messages + ?" + place);
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO message_minute (messages, event_minute, level)"
                                + " VALUES (?, ?, ?)");
        this.deleteEmpty =
                connection.prepareStatement(
                        "DELETE FROM message_minute" + place + " AND messages <= 0");
    }

    /** The first microsecond of the minute that holds {@code micros}. */
    static long minute(long micros) {
        return micros - Math.floorMod(micros, MINUTE_MICROS);
    }

    /** Forgets what was not saved: its transaction has ended otherwise. */
    void begin() {
        changes.clear();
        ofLastMinute = NONE;
    }

    /** Counts rows that were inserted. */
    void inserted(List<Row> rows) {
        for (Row row : rows) {
            Level level = row.logRecord().level();
            add(row.logRecord().timeMicros(), level == null ? NO_LEVEL : level.number(), 1);
        }
    }

    /**
     * Counts rows that are being removed.
     *
     * @param level its number, or {@link #NO_LEVEL}
     */
    void removed(long micros, int level, long count) {
        add(micros, level, -count);
    }

    /** Writes all that was counted. */
    void save() throws SQLException {
        List<Change> saved = new ArrayList<>();
        changes.forEach(
                (minute, counts) -> {
                    for (int level = 0; level < counts.length; level++) {
                        if (counts[level] != 0) {
                            saved.add(new Change(minute, level, counts[level]));
                        }
                    }
                });
        begin();
        int[] found = run(update, saved);
        List<Change> fresh = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] == 0) {
                fresh.add(saved.get(i));
            }
        }
        run(insert, fresh);
        for (Change change : saved) {
            if (change.count < 0) {
                deleteEmpty.setObject(1, dialect.time(change.minute));
                deleteEmpty.setInt(2, change.level);
                deleteEmpty.executeUpdate();
            }
        }
    }

    /** Closes its statements; the writer's go with its connection. */
    @Override
    public void close() throws SQLException {
        try (update;
                insert;
                deleteEmpty) {
            changes.clear();
        }
    }

    private int[] run(PreparedStatement statement, List<Change> some) throws SQLException {
        if (some.isEmpty()) {
            return new int[0];
        }
        statement.clearBatch();
        for (Change change : some) {
            statement.setLong(1, change.count);
            statement.setObject(2, dialect.time(change.minute));
            statement.setInt(3, change.level);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    private void add(long micros, int level, long count) {
        // Messages come nearly in the order of time: most are in the minute of the one before.
        long after = micros - lastMinute;
        if (ofLastMinute == NONE || after < 0 || after >= MINUTE_MICROS) {
            lastMinute = minute(micros);
            ofLastMinute = changes.computeIfAbsent(lastMinute, minute -> new long[LEVELS]);
        }
        ofLastMinute[level] += count;
    }

    /** How many came to or went from a minute and a level. Immutable. */
    private record Change(long minute, int level, long count) {}
}
