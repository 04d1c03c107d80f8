package io.logdrive.destination.store;

import io.logdrive.payara.Sabotage;
import io.logdrive.wire.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is waiting, commits it as one group, acknowledges each batch; tries for ever when the
 * database fails, with the same batches in the same order.
 *
 * <p>{@link #run} is confined to the thread destination-store-1; the rest is thread-safe.
 */
final class GroupWriter implements Runnable {
    /** How often to look whether there is room again: looking costs nothing. */
    private static final long ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** While sabotaged, so long that a kill or a cut in the middle hits something. */
    private static final long SABOTAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Database database;
    private final GroupQueue queue;
    private final StoreConfig.Bounds bounds;
    private final StoreEvents events;
    private final Clock clock;
    private final DoubleSupplier random;
    private final Accounts accounts;

    /** Confined to the writer's thread. */
    private final RecentTexts recent = new RecentTexts(RecentTexts.COST_MAX);

    private volatile Runnable committed = () -> {};
    private volatile boolean abandoning;
    private volatile @Nullable String problem;
    private volatile String waitsFor = "";
    private final RecentCommits commits = new RecentCommits(System.nanoTime());

    /** Confined to the writer's thread. */
    private @Nullable GroupTransaction transaction;

    /** Confined to the writer's thread. */
    private String failureKind = "";

    /** Confined to the writer's thread. */
    private boolean waitsForRoom;

    GroupWriter(Database database, GroupQueue queue, Context context) {
        this.database = database;
        this.queue = queue;
        this.bounds = context.bounds();
        this.events = context.events();
        this.clock = context.clock();
        this.random = context.random();
        this.accounts = context.accounts();
    }

    @Override
    public void run() {
        try {
            List<Batch> batches = queue.take(bounds);
            while (!batches.isEmpty()) {
                if (store(batches)) {
                    queue.done(batches);
                }
                batches = queue.take(bounds);
            }
        } finally {
            disconnect();
        }
    }

    /** Null while the database takes what is written; else what it said last. */
    @Nullable String problem() {
        return problem;
    }

    /**
     * As {@link #problem} for who may see neither SQL nor values; empty: it takes what is written.
     */
    String waitsFor() {
        return waitsFor;
    }

    /** What it has committed. */
    RecentCommits commits() {
        return commits;
    }

    /** What to run after each commit; it must be quick. */
    void onCommit(Runnable action) {
        committed = action;
    }

    /** Makes the thread end after the attempt it is in; what it could not commit it drops. */
    void abandon() {
        abandoning = true;
    }

    /**
     * @return whether the group was committed; false only when the queue is closed and the database
     *     fails, or the deadline of the stop has passed
     */
    private boolean store(List<Batch> batches) {
        Group group = new Group(batches);
        if (Sabotage.ACKNOWLEDGE_BEFORE_COMMIT.isOn()) {
            batches.forEach(this::acknowledge);
            queue.awaitClosed(SABOTAGE_NANOS);
        }
        int failures = 0;
        while (!abandoning) {
            long start = System.nanoTime();
            Group.@Nullable Tally tally = attempt(group, failures);
            if (tally != null) {
                if (failures > 0) {
                    events.databaseBack(failures);
                    // Those of the queries may be of a database that was closed meanwhile.
                    database.renewReaders();
                }
                problem = null;
                waitsFor = "";
                accounts.committed(group.sequences(), tally);
                long end = System.nanoTime();
                events.committed(batches.size(), tally, end - start);
                commits.add(tally.of(Outcome.STORED), batches.size(), end - start, end);
                tally.conflicts().forEach(this::report);
                committed.run();
                if (Sabotage.SKIP_LEDGER.isOn()) {
                    queue.awaitClosed(SABOTAGE_NANOS / 4);
                }
                if (!Sabotage.ACKNOWLEDGE_BEFORE_COMMIT.isOn()) {
                    batches.forEach(this::acknowledge);
                }
                return true;
            }
            failures++;
            long wait = RetryDelay.nanos(failures, random.getAsDouble());
            if (waitsForRoom) {
                wait = Math.min(wait, ROOM_NANOS);
            }
            events.retrying(failures, wait);
            if (!queue.awaitClosed(wait)) {
                continue;
            }
            if (failures > 1) {
                // Stopping, and the database stays away: the senders keep what is not committed.
                abandoning = true;
            }
        }
        return false;
    }

    private Group.@Nullable Tally attempt(Group group, int failures) {
        try {
            String shortage = database.shortage();
            if (shortage != null) {
                throw new SQLException(shortage, SqlFailure.DISK_FULL);
            }
            GroupTransaction current = transaction;
            if (current == null) {
                current = new GroupTransaction(database, database.connectWriter(), clock, events);
                transaction = current;
            }
            return current.store(group, recent);
        } catch (SQLException | RuntimeException | Error e) {
            // Error too: a writer that ends would stall everything without a word.
            if (failures == 0 || !SqlFailure.kind(e).equals(failureKind)) {
                events.databaseAway(group.batches().size(), e);
            }
            failureKind = SqlFailure.kind(e);
            problem = SqlFailure.reason(e);
            waitsFor = FailureWords.of(e);
            waitsForRoom = SqlFailure.isDiskFull(e);
            disconnect();
            return null;
        }
    }

    private void report(RecentTexts.Conflict conflict) {
        events.conflict(conflict, recent.isNews(conflict.origin()));
    }

    private void acknowledge(Batch batch) {
        accounts.acknowledged(batch.sequences());
        try {
            batch.acknowledgement().run();
        } catch (RuntimeException e) {
            events.acknowledgementFailed(e);
        }
    }

    private void disconnect() {
        GroupTransaction current = transaction;
        transaction = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException | RuntimeException e) {
                // It is being given up because it failed; the first failure has been reported.
                problem = problem == null ? SqlFailure.reason(e) : problem;
            }
        }
    }

    /** What the writer is given besides its ports. Immutable. */
    record Context(
            StoreConfig.Bounds bounds,
            StoreEvents events,
            Clock clock,
            DoubleSupplier random,
            Accounts accounts) {}
}
