package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WHERE clause over {@code message} with its bind parameters.
 *
 * <p>Confined to the thread of one query.
 */
final class Where {
    /** 9999-12-31: what all databases can say. Nothing is stored beyond. */
    private static final long MICROS_MAX = 253_402_214_400_000_000L;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private final Dialect dialect;
    private final String timeColumn;

    Where(Dialect dialect, ClockColumn clock) {
        this(dialect, clock.column().sqlName());
    }

    Where(Dialect dialect, String timeColumn) {
        this.dialect = dialect;
        this.timeColumn = timeColumn;
    }

    Where within(Range range) {
        Long start = range.startMicros();
        if (start != null) {
            and(timeColumn + " >= ?", time(start));
        }
        return and(timeColumn + " < ?", time(range.endMicros()));
    }

    Where condition(ConditionSql condition) {
        return condition.text().isEmpty()
                ? this
                : and(condition.text(), condition.values().toArray());
    }

    /** Adds the half of the order that lies on one side of {@code position}, exclusive. */
    Where beyond(@Nullable Position position, boolean greater) {
        if (position != null) {
            String than = greater ? ">" : "<";
            Object at = time(position.micros());
            // The first condition is what the index understands; the second cuts exactly.
            and(timeColumn + " " + than + "= ?", at);
            and("(" + timeColumn + " " + than + " ? OR id " + than + " ?)", at, position.id());
        }
        return this;
    }

    Where and(String condition, Object... more) {
        text.append(text.isEmpty() ? " WHERE " : " AND ").append(condition);
        Collections.addAll(values, more);
        return this;
    }

    /** Begins with {@code WHERE}. */
    String clause() {
        return text.toString();
    }

    /** The bind parameters in order. */
    List<Object> values() {
        return values;
    }

    /** The order by time, then id. */
    String order(boolean ascending) {
        String way = ascending ? " ASC" : " DESC";
        return " ORDER BY " + timeColumn + way + ", id" + way;
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private Object time(long micros) {
        return dialect.time(Math.max(Dialect.MICROS_MIN, Math.min(MICROS_MAX, micros)));
    }
}
