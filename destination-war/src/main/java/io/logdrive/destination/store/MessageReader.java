package io.logdrive.destination.store;

import io.logdrive.destination.store.MessagePageRequest.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages.
 *
 * <p>A page is found in two steps: first the places (time and id) of all its messages, which are
 * small, then the messages themselves in parts of bounded size. So an answer of 10,000 messages of
 * 1 MiB needs little memory, and no connection waits for a client that reads slowly.
 *
 * <p>One that was made by {@link #within} finds nothing for which its condition does not hold,
 * whatever is asked: the only place where that is seen to. Thread-safe.
 */
public final class MessageReader {
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    private static final int PART_MESSAGES_MAX = 1_000;
    private static final int STEP = 100;

    private final Readers readers;
    private final Dialect dialect;
    private final ScanTurns turns;
    private final String scope;
    private final Condition enforced;

    MessageReader(Database database, ScanTurns turns) {
        this(new Readers(database), database.dialect(), turns, "", Condition.EVERYTHING);
    }

    private MessageReader(
            Readers readers, Dialect dialect, ScanTurns turns, String scope, Condition enforced) {
        this.readers = readers;
        this.dialect = dialect;
        this.turns = turns;
        this.scope = scope;
        this.enforced = enforced;
    }

    /**
     * The same for somebody who may see only what a condition holds for.
     *
     * @param name of the condition, another for each
     */
    public MessageReader within(String name, Condition condition) {
        return new MessageReader(
                readers,
                dialect,
                turns,
                name,
                enforced.equals(Condition.EVERYTHING)
                        ? condition
                        : new Condition.All(List.of(enforced, condition)));
    }

    /** The same for somebody who may leave before the answer is there: then its queries end. */
    public MessageReader until(Ending ending) {
        return new MessageReader(readers.until(ending), dialect, turns, scope, enforced);
    }

    /** The name of the condition within which it finds; empty: it finds everything. */
    public String scope() {
        return scope;
    }

    /** The condition within which it finds. */
    public Condition enforced() {
        return enforced;
    }

    /**
     * Finds the places of a page. When the deadline passes on the way, the page is what was found,
     * and says how far the search came.
     *
     * @throws StoreException when the database is away or busy, or the deadline passes at once
     */
    public MessagePage find(MessageFilter filter, MessagePageRequest request, Deadline deadline) {
        boolean backwards = request.before() != null;
        boolean ascending = request.ascending() != backwards;
        Position from = backwards ? request.before() : request.after();
        MessageScan.Request walk =
                new MessageScan.Request(
                        filter.and(enforced), ascending, from, Set.of(), List.of(), false);
        int limit = request.limit();
        return ask(
                deadline,
                (connection, until) -> {
                    List<Position> places = new ArrayList<>();
                    MessageScan scan = new MessageScan(reading(connection, until), walk);
                    Position stopped = collect(scan, places, limit + 1, from);
                    return page(places, request, stopped);
                });
    }

    /**
     * Finds the places of the messages with the greatest numbers in a field, or the least; equal
     * ones by time, then by id. Nothing precedes or follows them. When the deadline passes on the
     * way, they are those of what was looked at.
     *
     * @throws StoreException as {@link #find}
     */
    public MessagePage rank(MessageFilter filter, RankRequest request, Deadline deadline) {
        return ask(
                deadline,
                (connection, until) ->
                        new Ranking(request).run(reading(connection, until), filter.and(enforced)));
    }

    /**
     * Collects places until there are enough.
     *
     * @return how far it came when the time was over, else null
     */
    private static @Nullable Position collect(
            MessageScan scan, List<Position> places, int enough, @Nullable Position from)
            throws SQLException {
        try {
            while (!scan.atEnd() && places.size() < enough) {
                for (Candidate found : scan.next(enough - places.size())) {
                    if (places.size() < enough) {
                        places.add(scan.position(found.message()));
                    }
                }
            }
            return null;
        } catch (StoreException.Timeout | SQLException e) {
            Position reached = scan.reached();
            boolean isTimeout = !(e instanceof SQLException s) || SqlFailure.isTimeout(s);
            if (!isTimeout || reached == null || reached.equals(from)) {
                throw e;
            }
            return reached;
        }
    }

    private static MessagePage page(
            List<Position> found, MessagePageRequest request, @Nullable Position stopped) {
        boolean cut = found.size() > request.limit();
        List<Position> places = new ArrayList<>(cut ? found.subList(0, request.limit()) : found);
        boolean backwards = request.before() != null;
        if (backwards) {
            Collections.reverse(places);
        }
        Position first = places.isEmpty() ? null : places.get(0);
        Position last = places.isEmpty() ? null : places.get(places.size() - 1);
        if (backwards) {
            Position previous = cut ? first : stopped;
            return new MessagePage(List.copyOf(places), previous, last, stopped);
        }
        Position previous = request.after() == null ? null : first;
        return new MessagePage(List.copyOf(places), previous, cut ? last : stopped, stopped);
    }

    /**
     * Reads the first messages of {@code places}: as many as may be in memory at once.
     *
     * @throws StoreException as {@link #find}
     */
    public MessagePage.Part read(
            List<Position> places, Set<MessageColumn> columns, Deadline deadline) {
        if (places.isEmpty()) {
            return new MessagePage.Part(List.of(), 0);
        }
        return ask(
                deadline,
                (connection, until) ->
                        part(places, new MessageRows(connection, dialect, columns), until));
    }

    /**
     * Reads some messages on a way of any length, on which nothing is kept open.
     *
     * @param request its limit is for how many there are enough; there may be more
     * @return possibly none, when nothing matched this time; then go on
     * @throws StoreException as {@link #find}
     */
    public MessagePage.Chunk walk(
            MessageFilter filter, MessagePageRequest request, Deadline deadline) {
        MessageScan.Request walk =
                new MessageScan.Request(
                        filter.and(enforced),
                        request.ascending(),
                        request.after(),
                        request.columns(),
                        List.of(),
                        true);
        return ask(
                deadline,
                (connection, until) -> {
                    MessageScan scan = new MessageScan(reading(connection, until), walk);
                    List<StoredMessage> messages = new ArrayList<>();
                    long chars = 0;
                    // One step at least: without any it would seem to be at the end.
                    do {
                        for (Candidate found : scan.next(request.limit())) {
                            messages.add(found.message());
                            chars += MessageRows.chars(found.message());
                        }
                    } while (!scan.atEnd()
                            && messages.size() < request.limit()
                            && chars < MessageRows.CHARS_MAX
                            && !until.isHalfOver());
                    return new MessagePage.Chunk(messages, scan.atEnd() ? null : scan.reached());
                });
    }

    /**
     * The message with that id.
     *
     * @throws StoreException as {@link #find}
     */
    public Optional<StoredMessage> byId(long id, Deadline deadline) {
        return ask(
                        deadline,
                        (connection, until) ->
                                Optional.ofNullable(
                                        new MessageRows(
                                                        connection,
                                                        dialect,
                                                        EnumSet.allOf(MessageColumn.class))
                                                .byId(id, until)))
                .filter(
                        message ->
                                new MessageMatcher(enforced)
                                        .matches(message, readers.until(deadline)));
    }

    /**
     * How many messages the filter lets through.
     *
     * @throws StoreException as {@link #find}; a timeout when they cannot all be counted in time
     */
    public long count(MessageFilter filter, Deadline deadline) {
        Aggregates.Result result =
                aggregate(filter, new Aggregates.Request(List.of(), null, List.of(), 1), deadline);
        if (result.stoppedMicros() != null) {
            throw deadline.exceeded(null);
        }
        return result.total();
    }

    /**
     * A time before which there is no message; 0 when there is none at all.
     *
     * @param endMicros before which it is looked for
     * @throws StoreException as {@link #find}
     */
    public long firstMicros(MessageFilter.ClockColumn clock, long endMicros, Deadline deadline) {
        if (enforced.equals(Condition.EVERYTHING)) {
            return ask(
                    deadline,
                    (connection, until) -> new Edges(connection, dialect, clock, until).first());
        }
        MessageFilter all =
                new MessageFilter(
                        clock, new MessageFilter.Range(null, endMicros), Condition.EVERYTHING);
        MessagePage page =
                find(all, new MessagePageRequest(true, null, null, 1, Set.of()), deadline);
        Position first = page.places().isEmpty() ? page.stopped() : page.places().get(0);
        return first == null ? 0 : first.micros();
    }

    /**
     * Counts and measures in groups.
     *
     * @throws StoreException as {@link #find}
     */
    public Aggregates.Result aggregate(
            MessageFilter filter, Aggregates.Request request, Deadline deadline) {
        return ask(
                deadline,
                (connection, until) ->
                        new Aggregation(reading(connection, until), filter.and(enforced), request)
                                .run());
    }

    /** The only way to the database. */
    private <T> T ask(Deadline deadline, Asked<T> asked) {
        Deadline until = readers.until(deadline);
        return readers.query(until, connection -> asked.of(connection, until));
    }

    private Reading reading(Connection connection, Deadline deadline) {
        return new Reading(connection, dialect, deadline, turns);
    }

    /** Null when the database answers, else why not. */
    @Nullable String ping() {
        try {
            boolean valid =
                    readers.query(
                            Deadline.in(PING_TIMEOUT),
                            connection -> connection.isValid((int) PING_TIMEOUT.toSeconds()));
            return valid
                    ? null
                    : "database: expected an answer within " + PING_TIMEOUT + ", found none";
        } catch (StoreException.Busy e) {
            // Full of queries is not away.
            return null;
        } catch (StoreException e) {
            return e.getMessage();
        }
    }

    private static MessagePage.Part part(List<Position> places, MessageRows rows, Deadline deadline)
            throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        int read = 0;
        long chars = 0;
        while (read < places.size() && read < PART_MESSAGES_MAX) {
            int end = Math.min(places.size(), read + STEP);
            List<Long> ids = places.subList(read, end).stream().map(Position::id).toList();
            // Those that were deleted meanwhile are left out.
            MessageRows.Some some = rows.byIds(ids, deadline);
            for (StoredMessage cut : some.messages()) {
                StoredMessage message = rows.whole(some, cut, deadline);
                if (message != null) {
                    messages.add(message);
                    chars += MessageRows.chars(message);
                }
                if (chars >= MessageRows.CHARS_MAX) {
                    return new MessagePage.Part(messages, read + ids.indexOf(cut.id()) + 1);
                }
            }
            read = end;
        }
        return new MessagePage.Part(messages, read);
    }

    /** What is asked of a connection, and by when it must be answered. */
    private interface Asked<T> {
        T of(Connection connection, Deadline until) throws SQLException;
    }
}
