package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    static final int VALUE_CHARS_MAX = 500;

    private static final int VALUES_MAX = 20;

    private final Reading reading;
    private final Dialect dialect;
    private final MessageFilter filter;
    private final Aggregates.Request request;
    private final Groups groups;

    Aggregation(Reading reading, MessageFilter filter, Aggregates.Request request) {
        this.reading = reading;
        this.dialect = reading.dialect();
        this.filter = filter;
        this.request = request;
        this.groups = new Groups(request);
    }

    Aggregates.Result run() throws SQLException {
        ConditionSql condition = ConditionSql.of(filter.condition(), dialect);
        boolean inSql =
                condition.exact()
                        && request.measured().isEmpty()
                        && request.keys().stream().allMatch(key -> key.kind().isWholeColumn());
        return groups.result(
                inSql
                        ? new SqlAggregation(reading, filter, request, groups).run(condition)
                        : byMessage());
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
            BigDecimal number = found.number(field);
            numbers.add(number == null ? null : number.doubleValue());
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

    private static String cut(String value) {
        return value.length() > VALUE_CHARS_MAX ? value.substring(0, VALUE_CHARS_MAX) : value;
    }

    /** How far it came when the time was over, unless it did not come far or failed. */
    static Long stopped(Exception failure, @Nullable Long complete) throws SQLException {
        if (failure instanceof SQLException e && (complete == null || !SqlFailure.isTimeout(e))) {
            throw e;
        }
        if (complete == null) {
            throw (StoreException.Timeout) failure;
        }
        return complete;
    }
}
