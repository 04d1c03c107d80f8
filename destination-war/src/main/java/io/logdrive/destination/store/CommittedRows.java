package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Reads messages by id, which is the order of their commits (decision 0035).
 *
 * <p>Confined to the thread of one query.
 */
final class CommittedRows {
    private static final int ROWS_MAX = 500;

    private final Dialect dialect;
    private final MessageRows rows;

    CommittedRows(Connection connection, Dialect dialect) {
        this.dialect = dialect;
        this.rows = new MessageRows(connection, dialect, EnumSet.allOf(MessageColumn.class));
    }

    List<StoredMessage> after(long afterId, long throughId, int limit, Deadline deadline)
            throws SQLException {
        Where where =
                new Where(dialect, ClockColumn.EVENT)
                        .and("id > ?", afterId)
                        .and("id <= ?", throughId);
        String rest = " ORDER BY id LIMIT " + Math.min(limit, ROWS_MAX);
        MessageRows.Some some = rows.read(where, rest, deadline);
        List<StoredMessage> messages = new ArrayList<>();
        long chars = 0;
        for (StoredMessage cut : some.messages()) {
            StoredMessage message = rows.whole(some, cut, deadline);
            if (message != null) {
                messages.add(message);
                chars += MessageRows.chars(message);
            }
            if (chars > MessageRows.CHARS_MAX) {
                return messages;
            }
        }
        return messages;
    }

    List<StoredMessage> last(
            MessageFilter filter, long throughId, int limit, int looksMax, Deadline deadline)
            throws SQLException {
        ConditionSql condition = ConditionSql.of(filter.condition(), dialect);
        MessageMatcher matcher = new MessageMatcher(filter.condition());
        List<StoredMessage> found = new ArrayList<>();
        long chars = 0;
        long before = throughId + 1;
        long lowest = Math.max(0, before - looksMax);
        while (before > lowest && !deadline.isHalfOver()) {
            Where where =
                    new Where(dialect, filter.clock())
                            .and("id < ?", before)
                            .and("id >= ?", lowest)
                            .within(filter.range())
                            .condition(condition);
            MessageRows.Some some =
                    rows.read(where, " ORDER BY id DESC LIMIT " + ROWS_MAX, deadline);
            for (StoredMessage cut : some.messages()) {
                StoredMessage message = rows.whole(some, cut, deadline);
                if (message != null && matcher.matches(message, deadline)) {
                    found.add(message);
                    chars += MessageRows.chars(message);
                }
                if (found.size() == limit || chars > MessageRows.CHARS_MAX) {
                    return found;
                }
                before = cut.id();
            }
            before = some.messages().size() < ROWS_MAX ? lowest : before;
        }
        return found;
    }
}
