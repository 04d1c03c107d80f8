package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.wire.Level;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages in groups: in SQL where it can say filter and groups exactly, else message by
 * message. Either way from the newest backwards, so that when the time is over it is known up to
 * where the figures are complete.
 *
 * <p>Confined to the thread of one query.
 */
final class Aggregation {
    /** A longer value is cut: groups are bounded in number and in size. */
    private static final int VALUE_CHARS_MAX = 500;

    private static final int ROWS_MAX = 200_000;
    private static final int VALUES_MAX = 20;

    private final Reading reading;
    private final Dialect dialect;
    private final MessageFilter filter;
    private final Aggregates.Request request;
    private final Deadline deadline;
    private final Groups groups;

    Aggregation(Reading reading, MessageFilter filter, Aggregates.Request request) {
        this.reading = reading;
        this.dialect = reading.dialect();
        this.filter = filter;
        this.request = request;
        this.deadline = reading.deadline();
        this.groups = new Groups(request);
    }

    Aggregates.Result run() throws SQLException {
        ConditionSql condition = ConditionSql.of(filter.condition(), dialect);
        boolean inSql =
                condition.exact()
                        && request.measured().isEmpty()
                        && request.keys().stream().allMatch(key -> key.kind().isWholeColumn());
        return groups.result(inSql ? bySql(condition) : byMessage());
    }

    private @Nullable Long byMessage() throws SQLException {
        MessageScan.Request walk =
                new MessageScan.Request(filter, false, null, Set.of(), subjects(), true);
        MessageScan scan = new MessageScan(reading, walk);
        try {
            while (!scan.atEnd()) {
                for (Candidate found : scan.next(Integer.MAX_VALUE)) {
                    add(found);
                }
            }
            return null;
        } catch (StoreException.Timeout | SQLException e) {
            Position reached = scan.reached();
            return stopped(e, reached == null ? null : reached.micros());
        }
    }

    private List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>(request.keys());
        subjects.addAll(request.measured());
        return subjects;
    }

    private void add(Candidate found) {
        List<List<@Nullable String>> combinations = List.of(List.of());
        for (Subject key : request.keys()) {
            combinations = combined(combinations, found.values(key));
        }
        List<@Nullable Double> numbers = new ArrayList<>();
        for (Subject field : request.measured()) {
            numbers.add(number(found.values(field)));
        }
        groups.count(filter.clock().micros(found.message()), combinations, numbers);
    }

    private static List<List<@Nullable String>> combined(
            List<List<@Nullable String>> before, List<String> values) {
        List<@Nullable String> each = new ArrayList<>();
        values.stream().distinct().limit(VALUES_MAX).forEach(value -> each.add(cut(value)));
        if (each.isEmpty()) {
            each.add(null);
        }
        List<List<@Nullable String>> after = new ArrayList<>();
        for (List<@Nullable String> combination : before) {
            for (String value : each) {
                List<@Nullable String> longer = new ArrayList<>(combination);
                longer.add(value);
                after.add(longer);
            }
        }
        return after;
    }

    private static @Nullable Double number(List<String> values) {
        BigDecimal number = values.isEmpty() ? null : NumberText.parse(values.get(0));
        return number == null ? null : number.doubleValue();
    }

    private static String cut(String value) {
        return value.length() > VALUE_CHARS_MAX ? value.substring(0, VALUE_CHARS_MAX) : value;
    }

    private @Nullable Long bySql(ConditionSql condition) throws SQLException {
        Range range = filter.range();
        Edges edges = new Edges(reading.connection(), dialect, filter.clock(), deadline);
        long low = edges.low(range);
        long high = edges.high(range);
        long base = request.steps() == null ? 1 : request.steps().common(low, high);
        // By the received time there is no index: each slice would read the whole table.
        boolean whole = filter.clock() == ClockColumn.RECEIVED;
        TimeSlices slices = new TimeSlices(low, high, false, whole ? high - low + 1 : base);
        Long complete = null;
        for (Range slice = slices.next(); slice != null; slice = slices.next()) {
            Range within = slice;
            ScanTurns.Step<Long> step = () -> query(within, condition, base);
            try {
                slices.took(
                        whole
                                ? reading.turns().whole(deadline, step)
                                : reading.turns().step(deadline, step));
            } catch (StoreException.Timeout | SQLException e) {
                return stopped(e, complete);
            }
            complete = slice.startMicros();
        }
        return null;
    }

    /** Counts a slice and says how many nanoseconds that took. */
    private long query(Range slice, ConditionSql condition, long base) throws SQLException {
        long begin = System.nanoTime();
        Where where = new Where(dialect, filter.clock()).within(slice).condition(condition);
        List<String> expressions = new ArrayList<>();
        if (request.steps() != null) {
            expressions.add(dialect.stepOf(filter.clock().column().sqlName(), base));
        }
        request.keys().forEach(key -> expressions.add(expression(key)));
        String list = String.join(", ", expressions);
        String sql =
                "SELECT COUNT(*)"
                        + (list.isEmpty() ? "" : ", " + list)
                        + " FROM message"
                        + where.clause()
                        + (list.isEmpty() ? "" : " GROUP BY " + list + " LIMIT " + ROWS_MAX);
        List<Counted> counted = new ArrayList<>();
        try (PreparedStatement statement = reading.connection().prepareStatement(sql)) {
            deadline.limit(statement);
            where.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counted.add(counted(rows, base));
                }
            }
        }
        // Only when all of the slice is there is it counted.
        deadline.check();
        counted.forEach(row -> groups.add(row.micros, row.values, row.count));
        return System.nanoTime() - begin;
    }

    private Counted counted(ResultSet rows, long base) throws SQLException {
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
        return isText ? "SUBSTR(" + column + ", 1, " + VALUE_CHARS_MAX + ")" : column;
    }

    /** How far it came when the time was over, unless it did not come far or failed. */
    private static Long stopped(Exception failure, @Nullable Long complete) throws SQLException {
        if (failure instanceof SQLException e && (complete == null || !SqlFailure.isTimeout(e))) {
            throw e;
        }
        if (complete == null) {
            throw (StoreException.Timeout) failure;
        }
        return complete;
    }

    /** A row of an answer. Immutable. */
    private record Counted(long micros, List<@Nullable String> values, long count) {}
}
