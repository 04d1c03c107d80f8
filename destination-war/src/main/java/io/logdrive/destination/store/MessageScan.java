package io.logdrive.destination.store;

import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the messages of a filter in their order, a bounded number of rows in memory at a time,
 * and knows at any moment how far it has come. There is no open cursor between two steps: each step
 * is a statement of its own that goes on behind the last row.
 *
 * <p>Confined to the thread of one query.
 */
final class MessageScan {
    private final MessageFilter filter;
    private final boolean ascending;
    private final Dialect dialect;
    private final ConditionSql condition;
    private final MessageMatcher matcher;
    private final MessageRows rows;
    private final int rowsMax;
    private final @Nullable TimeSlices slices;
    private final Deadline deadline;
    private final ScanTurns turns;
    private final boolean isLong;
    private @Nullable Position reached;
    private @Nullable Range slice;
    private boolean atEnd;

    MessageScan(Reading reading, Request request) throws SQLException {
        this.filter = request.filter;
        this.ascending = request.ascending;
        this.dialect = reading.dialect();
        this.deadline = reading.deadline();
        this.turns = reading.turns();
        this.reached = request.after;
        this.condition = ConditionSql.of(filter.condition(), dialect);
        this.matcher = new MessageMatcher(filter.condition(), request.subjects);
        Set<MessageColumn> columns = EnumSet.of(MessageColumn.ID, filter.clock().column());
        columns.addAll(request.columns);
        if (!condition.exact() || !request.subjects.isEmpty()) {
            columns.addAll(matcher.columns());
        }
        this.rows = new MessageRows(reading.connection(), dialect, columns);
        this.rowsMax = MessageRows.rowsMax(columns);
        // Without a condition every row is a hit; by the received time there is no index.
        boolean whole = condition.text().isEmpty() || filter.clock() == ClockColumn.RECEIVED;
        this.isLong = request.all || !condition.text().isEmpty() || !condition.exact();
        this.slices = whole ? null : slices(reading.connection());
        this.slice = whole ? rest() : null;
        if (!whole) {
            advance();
        }
    }

    /** Whether every message was looked at. */
    boolean atEnd() {
        return atEnd;
    }

    /** Everything up to here was looked at; null when nothing was. */
    @Nullable Position reached() {
        return reached;
    }

    /**
     * Looks at some more messages.
     *
     * @param wanted how many are of use; it may find more, or none
     * @throws StoreException.Timeout when the deadline passes; {@link #reached} is then still right
     */
    List<Candidate> next(int wanted) throws SQLException {
        Range within = slice;
        if (atEnd || within == null) {
            atEnd = true;
            return List.of();
        }
        if (filter.clock() == ClockColumn.RECEIVED) {
            return turns.whole(deadline, () -> next(within, wanted));
        }
        return isLong ? turns.step(deadline, () -> next(within, wanted)) : next(within, wanted);
    }

    private List<Candidate> next(Range within, int wanted) throws SQLException {
        int limit = condition.exact() ? Math.min(wanted, rowsMax) : rowsMax;
        Where where =
                new Where(dialect, filter.clock())
                        .within(within)
                        .condition(condition)
                        .beyond(reached, ascending);
        long begin = System.nanoTime();
        MessageRows.Some some =
                rows.read(where, where.order(ascending) + " LIMIT " + limit, deadline);
        List<Candidate> found = new ArrayList<>();
        Position last = examine(some, found);
        if (last != null) {
            reached = last;
        } else if (some.messages().size() == limit) {
            reached = position(some.messages().get(limit - 1));
        } else if (slices == null) {
            atEnd = true;
        } else {
            slices.took(System.nanoTime() - begin);
            advance();
        }
        return found;
    }

    /**
     * @return null when all were examined; else the last, as the rest would be too much at once
     */
    private @Nullable Position examine(MessageRows.Some some, List<Candidate> found)
            throws SQLException {
        long chars = 0;
        for (StoredMessage cut : some.messages()) {
            StoredMessage message = rows.whole(some, cut, deadline);
            if (message == null) {
                continue;
            }
            Candidate candidate = matcher.candidate(message, deadline);
            if (condition.exact() || matcher.matches(candidate)) {
                found.add(candidate);
                chars += MessageRows.chars(message);
            }
            if (chars > MessageRows.CHARS_MAX) {
                return position(message);
            }
        }
        return null;
    }

    Position position(StoredMessage message) {
        return new Position(filter.clock().micros(message), message.id());
    }

    /** To the next slice; the last one is behind us. */
    private void advance() {
        Range last = slice;
        if (last != null) {
            Long start = last.startMicros();
            reached =
                    ascending || start == null
                            ? new Position(last.endMicros(), -1)
                            : new Position(start, 0);
        }
        slice = slices == null ? null : slices.next();
        atEnd = slice == null;
    }

    /** The part of the range behind what was reached. */
    private Range rest() {
        Range range = filter.range();
        Position from = reached;
        if (from == null) {
            return range;
        }
        return ascending
                ? new Range(from.micros(), range.endMicros())
                : new Range(
                        range.startMicros(), Math.min(range.endMicros() - 1, from.micros()) + 1);
    }

    private TimeSlices slices(Connection connection) throws SQLException {
        Edges edges = new Edges(connection, dialect, filter.clock(), deadline);
        Range rest = rest();
        Range within = rest.within(edges.present());
        return new TimeSlices(within.start(), within.endMicros(), ascending, 1);
    }

    /**
     * What to walk over.
     *
     * <p>Immutable.
     *
     * @param after where to go on behind, or null for the beginning
     * @param columns what to read of each message
     * @param subjects whose values will be asked of the candidates
     * @param all whether it may go on to the end, however far that is
     */
    record Request(
            MessageFilter filter,
            boolean ascending,
            @Nullable Position after,
            Set<MessageColumn> columns,
            List<Subject> subjects,
            boolean all) {}
}
