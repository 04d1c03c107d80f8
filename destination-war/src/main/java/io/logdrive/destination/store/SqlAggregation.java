package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.wire.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts in SQL, from the newest backwards: whole minutes as they were counted when they were
 * stored, where that is enough, else the messages.
 *
 * <p>Confined to the thread of one query.
 */
final class SqlAggregation {
    private static final int ROWS_MAX = 200_000;
    private static final long MINUTE = MinuteTable.MINUTE_MICROS;

    private final Reading reading;
    private final Dialect dialect;
    private final MessageFilter filter;
    private final Aggregates.Request request;
    private final Deadline deadline;
    private final Groups groups;

    /** The time from which all is counted. */
    private @Nullable Long complete;

    /** A length of whose multiples since the epoch all edges of steps are some. */
    private long base = 1;

    /**
     * @param groups what is counted is added to them
     */
    SqlAggregation(
            Reading reading, MessageFilter filter, Aggregates.Request request, Groups groups) {
        this.reading = reading;
        this.dialect = reading.dialect();
        this.filter = filter;
        this.request = request;
        this.deadline = reading.deadline();
        this.groups = groups;
    }

    /**
     * Counts.
     *
     * @param condition the filter's, exact
     * @return null when all is counted, else the time before which nothing was looked at
     */
    @Nullable Long run(ConditionSql condition) throws SQLException {
        Range present =
                new Edges(reading.connection(), dialect, filter.clock(), deadline).present();
        Range within = filter.range().within(present);
        if (request.steps() != null) {
            base = request.steps().common(within.start(), within.endMicros());
        }
        try {
            if (MinuteCounts.suit(filter, request, base)) {
                countMinutes(new MinuteCounts(dialect, condition), condition, present);
            } else {
                countMessages(condition, within);
            }
            return null;
        } catch (StoreException.Timeout | SQLException e) {
            return Aggregation.stopped(e, complete);
        }
    }

    private void countMessages(ConditionSql condition, Range within) throws SQLException {
        // By the received time there is no index: each slice would read the whole table.
        boolean whole = filter.clock() == ClockColumn.RECEIVED;
        long step = whole ? within.endMicros() - within.start() + 1 : base;
        TimeSlices slices = new TimeSlices(within.start(), within.endMicros(), false, step);
        for (Range slice = slices.next(); slice != null; slice = slices.next()) {
            slices.took(count(slice, messages(slice, condition), whole));
        }
    }

    /**
     * Between the first and the last whole minute there are counts; of the minutes at both ends
     * what is less is looked at: the part that belongs to the range, or the one that does not.
     */
    private void countMinutes(MinuteCounts minutes, ConditionSql condition, Range present)
            throws SQLException {
        // What came since the look at the edges is counted too, if its minute was there.
        Range all =
                new Range(
                        MinuteTable.minute(present.start()),
                        MinuteTable.minute(present.endMicros() - 1) + MINUTE);
        Range range = filter.range().within(all);
        long low = range.start();
        long high = range.endMicros();
        long first = MinuteTable.minute(low + MINUTE - 1);
        long last = MinuteTable.minute(high);
        if (last < first) {
            // A part of one minute, if anything.
            countMessages(condition, range);
            return;
        }
        if (last < high) {
            countEnd(minutes, condition, new Range(last, high), present);
        }
        TimeSlices slices = new TimeSlices(first, last, false, Math.max(base, MINUTE));
        for (Range slice = slices.next(); slice != null; slice = slices.next()) {
            slices.took(count(slice, minutes.of(slice), false));
        }
        if (low < first) {
            countEnd(minutes, condition, new Range(low, first), present);
        }
    }

    /** Counts a part of a minute that reaches to one of its ends. */
    private void countEnd(MinuteCounts minutes, ConditionSql condition, Range part, Range present)
            throws SQLException {
        long start = MinuteTable.minute(part.start());
        Range minute = new Range(start, start + MINUTE);
        Range rest =
                part.start() == start
                        ? new Range(part.endMicros(), minute.endMicros())
                        : new Range(start, part.start());
        boolean lessInRest = rest.within(present).micros() < part.within(present).micros();
        CountSql sql = lessInRest ? minutes.without(minute, rest) : messages(part, condition);
        count(part, sql, false);
    }

    private CountSql messages(Range slice, ConditionSql condition) {
        Where where = new Where(dialect, filter.clock()).within(slice).condition(condition);
        return CountSql.ofMessages(filter.clock(), where);
    }

    /** Counts a slice in its turn and says how many nanoseconds that took. */
    private long count(Range slice, CountSql sql, boolean whole) throws SQLException {
        ScanTurns.Step<Long> step = () -> query(sql);
        long took =
                whole
                        ? reading.turns().whole(deadline, step)
                        : reading.turns().step(deadline, step);
        complete = slice.startMicros();
        return took;
    }

    private long query(CountSql sql) throws SQLException {
        long begin = System.nanoTime();
        List<String> expressions = new ArrayList<>();
        if (request.steps() != null) {
            expressions.add(dialect.stepOf(sql.timeColumn(), base));
        }
        request.keys().forEach(key -> expressions.add(expression(key)));
        String list = String.join(", ", expressions);
        String text =
                "SELECT "
                        + sql.count()
                        + (list.isEmpty() ? "" : ", " + list)
                        + " FROM "
                        + sql.from()
                        + (list.isEmpty() ? "" : " GROUP BY " + list + " LIMIT " + ROWS_MAX);
        List<Counted> counted = new ArrayList<>();
        try (PreparedStatement statement = reading.connection().prepareStatement(text)) {
            deadline.limit(statement);
            List<Object> values = sql.values();
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counted.add(counted(rows));
                }
            }
        }
        // Only when all of the slice is there is it counted.
        deadline.check();
        counted.stream()
                .filter(row -> row.count != 0)
                .forEach(row -> groups.add(row.micros, row.values, row.count));
        return System.nanoTime() - begin;
    }

    private Counted counted(ResultSet rows) throws SQLException {
        int column = 2;
        long micros = 0;
        if (request.steps() != null) {
            micros = dialect.stepStart(rows, column++, base);
        }
        List<@Nullable String> values = new ArrayList<>();
        for (Subject key : request.keys()) {
            values.add(value(rows, column++, key.kind()));
        }
        return new Counted(micros, values, rows.getLong(1));
    }

    private @Nullable String value(ResultSet rows, int column, Subject.Kind kind)
            throws SQLException {
        if (kind == Subject.Kind.LEVEL) {
            Level level = Level.ofNumber(rows.getInt(column));
            return level == null ? null : level.name();
        }
        if (kind == Subject.Kind.ORIGIN) {
            UUID origin = dialect.uuid(rows, column);
            return origin == null ? null : origin.toString();
        }
        return rows.getString(column);
    }

    private static String expression(Subject key) {
        String column = key.kind().column().sqlName();
        boolean isText = key.kind() == Subject.Kind.SERVICE || key.kind() == Subject.Kind.HOST;
        return isText ? "SUBSTR(" + column + ", 1, " + Aggregation.VALUE_CHARS_MAX + ")" : column;
    }

    /** A row of an answer. Immutable. */
    private record Counted(long micros, List<@Nullable String> values, long count) {}
}
