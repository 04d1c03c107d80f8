package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts what {@code message_minute} has counted already (decision 0078): any number of whole
 * minutes; and of one minute all but a part, which is counted in the same statement, so that both
 * are of one moment.
 *
 * <p>Confined to the thread of one query.
 */
final class MinuteCounts {
    private static final String TIME = "event_minute";

    private final Dialect dialect;
    private final ConditionSql condition;

    /**
     * @param condition one that is about levels only
     */
    MinuteCounts(Dialect dialect, ConditionSql condition) {
        this.dialect = dialect;
        this.condition = condition;
    }

    /**
     * Whether the minutes know what is asked for.
     *
     * @param step a length of whose multiples all edges of steps are some
     */
    static boolean suit(MessageFilter filter, Aggregates.Request request, long step) {
        return filter.clock() == ClockColumn.EVENT
                && request.measured().isEmpty()
                && request.keys().stream().allMatch(key -> key.kind() == Subject.Kind.LEVEL)
                && (request.steps() == null || step % MinuteTable.MINUTE_MICROS == 0)
                && isOfLevels(filter.condition());
    }

    /** Counts whole minutes. */
    CountSql of(Range minutes) {
        Where where = new Where(dialect, TIME).within(minutes).condition(condition);
        return new CountSql(
                "SUM(messages)", TIME, "message_minute" + where.clause(), where.values());
    }

    /** Counts one minute without {@code part} of it. */
    CountSql without(Range minute, Range part) {
        Where whole = new Where(dialect, TIME).within(minute).condition(condition);
        Where less = new Where(dialect, ClockColumn.EVENT).within(part).condition(condition);
        List<Object> values = new ArrayList<>(whole.values());
        values.addAll(less.values());
        return new CountSql(
                "SUM(messages)",
                TIME,
                "(SELECT event_minute, level, messages FROM message_minute"
                        + whole.clause()
                        + " UNION ALL SELECT event_time, COALESCE(level, "
                        + MinuteTable.NO_LEVEL
                        + "), -1 FROM message"
                        + less.clause()
                        + ") AS counted",
                values);
    }

    private static boolean isOfLevels(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.parts().stream().allMatch(MinuteCounts::isOfLevels);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().allMatch(MinuteCounts::isOfLevels);
        }
        return condition instanceof Condition.Not not
                ? isOfLevels(not.part())
                : condition instanceof Condition.LevelIn;
    }
}
