package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import java.util.List;

/**
 * Where SQL counts: the parts of a SELECT that are not about groups.
 *
 * <p>Immutable.
 *
 * @param count the expression that counts
 * @param timeColumn what tells the step of time
 * @param from what follows FROM, up to the groups
 * @param values the bind parameters of {@code from} in order
 */
record CountSql(String count, String timeColumn, String from, List<Object> values) {
    /** Counts messages. */
    static CountSql ofMessages(ClockColumn clock, Where where) {
        return new CountSql(
                "COUNT(*)", clock.column().sqlName(), "message" + where.clause(), where.values());
    }
}
