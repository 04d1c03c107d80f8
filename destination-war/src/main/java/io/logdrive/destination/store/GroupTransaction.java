package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.payara.CrashPoint;
import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A writer's connection with its prepared statements, and the transactions it knows: rows and
 * ledger of a group, or of a dead letter that is tried again, all or nothing.
 *
 * <p>Any number of them may be at work on one database: each locks the origins it concerns, in the
 * order of their ids, then the row of totals, and reads nothing of them before.
 *
 * <p>After any exception the connection's state is unknown: close it and open another. The commit
 * that failed may have happened; the ledger then makes the next attempt skip what is there.
 * Confined to the writer's thread.
 */
final class GroupTransaction implements AutoCloseable {
    /** Rows under one savepoint: what is inserted again when one of them is refused. */
    private static final int ROWS_PER_SAVEPOINT = 4096;

    private final Connection connection;
    private final Dialect dialect;
    private final Clock clock;
    private final StoreEvents events;
    private final OriginTable origins;
    private final LedgerTable ledger;
    private final TotalTable totals;
    private final MinuteTable minutes;
    private final DeadLetterTable deadLetters;
    private final MessageWriter messages;

    /** Takes over {@code connection}, also when this throws. */
    GroupTransaction(Database database, Connection connection, Clock clock, StoreEvents events)
            throws SQLException {
        this.connection = connection;
        this.clock = clock;
        this.events = events;
        this.dialect = database.dialect();
        try {
            connection.setAutoCommit(false);
            ManyOrigins many = dialect.manyOrigins(connection);
            this.origins = new OriginTable(connection, dialect, many);
            this.ledger = new LedgerTable(connection, dialect, many);
            this.totals = new TotalTable(connection, dialect);
            this.minutes = new MinuteTable(connection, dialect);
            this.deadLetters = new DeadLetterTable(connection, dialect);
            this.messages = database.messageWriter(connection);
            TotalTable.mend(connection);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Stores the group and commits. */
    Group.Tally store(Group group, RecentTexts recent) throws SQLException {
        dialect.begin(connection);
        long now = now();
        Map<UUID, Held> held = hold(group.spans(), group.described(), now);
        Group.Plan plan = group.plan(id -> held(held, id).coverage(), recent);
        TotalTable.Change total = totals.hold();
        minutes.begin();
        Refusals refusals = new Refusals(held, plan.tally(), now);
        List<Row> rows = plan.rows();
        for (int from = 0; from < rows.size(); from += ROWS_PER_SAVEPOINT) {
            int to = Math.min(rows.size(), from + ROWS_PER_SAVEPOINT);
            insert(rows.subList(from, to), total, refusals);
        }
        save(held, group.described(), total, now);
        minutes.save();
        totals.save(total);
        CrashPoint.ROWS_INSERTED.pass();
        connection.commit();
        CrashPoint.GROUP_COMMITTED.pass();
        return plan.tally();
    }

    /**
     * Stores the record of a dead letter, which then is none any more, and commits; when the record
     * is refused again it stays one, with the new reason.
     */
    Retried retry(long deadLetter) throws SQLException {
        return retry(deadLetter, LetterChoice.every());
    }

    /** Those with higher ids, the oldest first, without their bytes. */
    List<DeadLetter> heads(long after, int limit) throws SQLException {
        List<DeadLetter> heads = deadLetters.heads(after, limit);
        connection.commit();
        return heads;
    }

    /**
     * Stores the records of those that are still meant, and commits.
     *
     * @param ids ascending
     * @return how many, or -1 when one of them is refused: then nothing is changed
     */
    int retryAll(List<Long> ids, LetterChoice choice) throws SQLException {
        dialect.begin(connection);
        List<DeadLetter> letters = new ArrayList<>();
        for (long id : ids) {
            DeadLetter letter = deadLetters.hold(id);
            if (letter != null && letter.isMeant(choice)) {
                if (letter.undecodable() != null) {
                    connection.rollback();
                    return -1;
                }
                letters.add(letter);
            }
        }
        if (!letters.isEmpty() && storeAgain(letters) != null) {
            connection.rollback();
            return -1;
        }
        commitLetters();
        return letters.size();
    }

    /** As {@link #retry}, when it is still meant. */
    Retried retry(long deadLetter, LetterChoice choice) throws SQLException {
        dialect.begin(connection);
        DeadLetter letter = deadLetters.hold(deadLetter);
        if (letter == null || !letter.isMeant(choice)) {
            connection.rollback();
            return new Retried(Retried.Outcome.UNKNOWN, "");
        }
        String why = letter.undecodable();
        if (why == null) {
            why = storeAgain(List.of(letter));
        }
        if (why == null) {
            commitLetters();
            return new Retried(Retried.Outcome.STORED, "");
        }
        connection.rollback();
        refusedAgain(deadLetter, why);
        return new Retried(Retried.Outcome.REFUSED, why);
    }

    /** Says that a dead letter died again, and commits. */
    void refusedAgain(long deadLetter, String why) throws SQLException {
        deadLetters.refusedAgain(deadLetter, why, now());
        connection.commit();
    }

    /** Removes those for good that have not died again since, and commits: how many. */
    int deleteAll(List<Long> ids, long untilMicros) throws SQLException {
        int deleted = 0;
        for (long id : ids) {
            deleted += deadLetters.deleteUntil(id, untilMicros) ? 1 : 0;
        }
        commitLetters();
        return deleted;
    }

    private void commitLetters() throws SQLException {
        CrashPoint.LETTERS_CHANGED.pass();
        connection.commit();
        CrashPoint.LETTERS_COMMITTED.pass();
    }

    /** Removes a dead letter for good; the ledger goes on to count its sequence as dead. */
    boolean delete(long deadLetter) throws SQLException {
        boolean deleted = deadLetters.delete(deadLetter);
        connection.commit();
        return deleted;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Null when stored and not yet committed, else why it is refused. */
    private @Nullable String storeAgain(List<DeadLetter> letters) throws SQLException {
        long now = now();
        SortedMap<UUID, OriginCoverage.Range> spans = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        for (DeadLetter letter : letters) {
            long sequence = letter.sequence();
            spans.merge(
                    letter.origin(),
                    new OriginCoverage.Range(sequence, sequence),
                    OriginCoverage.Range::around);
            rows.add(new Row(letter.logRecord(), letter.origin(), sequence));
        }
        Map<UUID, Held> held = hold(spans, Map.of(), now);
        TotalTable.Change total = totals.hold();
        try {
            messages.insert(rows, total.nextId());
        } catch (SQLException e) {
            if (!SqlFailure.isOfData(e)) {
                throw e;
            }
            return SqlFailure.reason(e);
        }
        total.used(rows.size());
        minutes.begin();
        minutes.inserted(rows);
        minutes.save();
        for (DeadLetter letter : letters) {
            held(held, letter.origin()).coverage().revived(letter.sequence());
            deadLetters.delete(letter.id());
        }
        save(held, Map.of(), total, now);
        totals.save(total);
        return null;
    }

    /**
     * Locks the origins, in the order of {@code spans}, and only then reads their ledgers.
     *
     * @param described what their senders said of them, of some or all
     */
    private Map<UUID, Held> hold(
            Map<UUID, OriginCoverage.Range> spans, Map<UUID, Origin> described, long now)
            throws SQLException {
        Map<UUID, OriginTable.Held> locked = origins.hold(spans.keySet(), described, now);
        Map<UUID, OriginCoverage.Range> known = new LinkedHashMap<>(spans);
        for (Map.Entry<UUID, OriginTable.Held> entry : locked.entrySet()) {
            Interval reopened = entry.getValue().reopened();
            if (reopened != null) {
                ledger.insert(entry.getKey(), reopened);
            } else if (entry.getValue().arrival() == OriginTable.Arrival.NEW) {
                known.remove(entry.getKey());
            }
        }
        Map<UUID, List<Interval>> near = ledger.near(known);
        Map<UUID, Held> held = new LinkedHashMap<>();
        locked.forEach(
                (id, origin) -> {
                    List<Interval> intervals = near.getOrDefault(id, List.of());
                    held.put(id, new Held(origin, new OriginCoverage(intervals)));
                });
        return held;
    }

    private void save(
            Map<UUID, Held> all, Map<UUID, Origin> described, TotalTable.Change total, long now)
            throws SQLException {
        for (Map.Entry<UUID, Held> entry : all.entrySet()) {
            save(entry.getKey(), described.get(entry.getKey()), entry.getValue(), total, now);
        }
        ledger.flush();
        origins.flush();
    }

    private void save(
            UUID id, @Nullable Origin origin, Held held, TotalTable.Change total, long now)
            throws SQLException {
        ledger.save(id, held.coverage());
        Sums before = held.origin().before();
        Sums after = held.coverage().after(before);
        origins.save(id, origin, after, now);
        // What a closed origin came to is in the totals already.
        total.add(held.origin().arrival(), before, after);
    }

    /** Inserts the rows; when the database refuses their data, halves them down to the record. */
    private void insert(List<Row> rows, TotalTable.Change total, Refusals refusals)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            messages.insert(rows, total.nextId());
            connection.releaseSavepoint(before);
            total.used(rows.size());
            minutes.inserted(rows);
            return;
        } catch (SQLException e) {
            if (!SqlFailure.isOfData(e)) {
                throw e;
            }
            connection.rollback(before);
            if (rows.size() == 1) {
                refuse(rows.get(0), SqlFailure.reason(e), refusals);
                return;
            }
        }
        int middle = rows.size() / 2;
        insert(rows.subList(0, middle), total, refusals);
        insert(rows.subList(middle, rows.size()), total, refusals);
    }

    private void refuse(Row row, String why, Refusals refusals) throws SQLException {
        events.refused(row, why);
        deadLetters.insert(row, why, refusals.now());
        held(refusals.held(), row.origin()).coverage().dead(row.sequence());
        refusals.tally().moveToDead();
    }

    private static Held held(Map<UUID, Held> all, UUID id) {
        Held held = all.get(id);
        if (held == null) {
            throw new IllegalStateException("ledger of " + id + ": not loaded");
        }
        return held;
    }

    private long now() {
        return Instants.micros(clock.instant());
    }

    /** An origin that is locked, and its ledger. Immutable; the coverage changes. */
    private record Held(OriginTable.Held origin, OriginCoverage coverage) {}

    /** What a refused record changes. Immutable. */
    private record Refusals(Map<UUID, Held> held, Group.Tally tally, long now) {}
}
