package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Removes messages that are older than configured, then the oldest while all together take more
 * than configured; every {@value #PERIOD_SECONDS} seconds, in steps that are short and with pauses
 * as long as the steps. The ledger goes on to know them, so that none comes twice (decision 0064).
 *
 * <p>Thread-safe; {@link #run} is for the thread destination-retention-1.
 */
final class Retention implements Runnable {
    static final int PERIOD_SECONDS = 60;

    /** What a step answers that had nothing to do. */
    static final long DONE = -1;

    /** Now and then a walk begins at the oldest message: some may have been passed over. */
    private static final Duration AGAIN = Duration.ofHours(12);

    /** How many steps of removing for size until it is measured again. */
    private static final int STEPS_OF_MEASURE = 5;

    private final Database database;
    private final RetentionConfig config;
    private final List<Expiry> expiries;
    private final List<MessageSweep> sweeps;
    private final Clock clock;
    private final RetentionEvents events;
    private final CountDownLatch stopped = new CountDownLatch(1);

    @GuardedBy("this")
    private Instant again;

    @GuardedBy("this")
    private String failure = "";

    Retention(Database database, RetentionConfig config, Clock clock, RetentionEvents events) {
        this.database = database;
        this.config = config;
        this.expiries = Expiry.of(config);
        this.sweeps =
                expiries.stream()
                        .map(expiry -> new MessageSweep(expiry, database.dialect()))
                        .toList();
        this.clock = clock;
        this.events = events;
        this.again = clock.instant().plus(AGAIN);
    }

    @Override
    public void run() {
        try {
            do {
                pass();
            } while (!stopped.await(PERIOD_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            // Only a container that takes its threads down does that.
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
    }

    /** Removes all that is due now, and measures. */
    synchronized void pass() throws InterruptedException {
        try (Connection connection = database.connectUpkeep()) {
            connection.setAutoCommit(false);
            if (config.isOn()) {
                Instant now = clock.instant();
                long byAge = removeDays(connection, now) + sweepAll(connection, now);
                if (byAge > 0) {
                    events.removed("age", byAge);
                }
            }
            long bytes = measure(connection);
            if (config.size() > 0 && bytes > config.size()) {
                bytes = shrink(connection, bytes);
            }
            events.measured(bytes);
            failure = "";
        } catch (SQLException | RuntimeException e) {
            if (!SqlFailure.kind(e).equals(failure)) {
                events.failed(e);
            }
            failure = SqlFailure.kind(e);
        }
    }

    private long removeDays(Connection connection, Instant now) throws SQLException {
        WholeDays days = database.wholeDays();
        if (days == null || expiries.isEmpty()) {
            return 0;
        }
        long removed = 0;
        long shortest = expiries.get(0).cutoff(now);
        for (long day : days.past(connection)) {
            boolean mayBeDue = (day + 1) * DayPartitions.MICROS_PER_DAY <= shortest;
            if (mayBeDue && !isStopped()) {
                removed += Math.max(0, days.remove(connection, day, expiries, now));
            }
        }
        return removed;
    }

    @GuardedBy("this")
    private long sweepAll(Connection connection, Instant now)
            throws SQLException, InterruptedException {
        boolean fromTheStart = now.isAfter(again);
        if (fromTheStart) {
            again = now.plus(AGAIN);
        }
        long removed = 0;
        for (MessageSweep sweep : sweeps) {
            if (fromTheStart) {
                sweep.again();
            }
            long ofStep = 0;
            while (ofStep != DONE && !isStopped()) {
                long begin = System.nanoTime();
                ofStep = sweep.step(connection, now);
                removed += Math.max(0, ofStep);
                if (ofStep > 0) {
                    pause(System.nanoTime() - begin);
                }
            }
        }
        return removed;
    }

    /** Removes the oldest until what is left fits, or nothing more can go. */
    private long shrink(Connection connection, long before)
            throws SQLException, InterruptedException {
        WholeDays days = database.wholeDays();
        long removed = 0;
        long bytes = before;
        if (days == null) {
            long ofStep = 1;
            for (int steps = 1; bytes > config.size() && ofStep > 0 && !isStopped(); steps++) {
                long begin = System.nanoTime();
                ofStep = removeOldest(connection);
                removed += ofStep;
                if (steps % STEPS_OF_MEASURE == 0) {
                    bytes = measure(connection);
                }
                pause(System.nanoTime() - begin);
            }
            bytes = measure(connection);
        } else {
            for (long day : days.past(connection)) {
                if (bytes > config.size() && !isStopped()) {
                    removed +=
                            Math.max(0, days.remove(connection, day, List.of(), clock.instant()));
                    bytes = measure(connection);
                }
            }
        }
        if (removed > 0) {
            events.removed("size", removed);
        }
        if (bytes > config.size()) {
            events.tooLarge(bytes, config.size());
        }
        return bytes;
    }

    private long removeOldest(Connection connection) throws SQLException {
        database.dialect().begin(connection);
        long first = MessageSweep.firstId(connection, 0);
        long removed = 0;
        if (first >= 0) {
            Removal oldest = new Removal("id < ?", List.of(first + MessageSweep.IDS_OF_STEP));
            removed = oldest.run(connection, database.dialect());
        }
        connection.commit();
        return removed;
    }

    private long measure(Connection connection) throws SQLException {
        try {
            return database.messageBytes(connection);
        } finally {
            connection.rollback();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Leaves the database to others for as long as it was used. */
    private void pause(long nanos) throws InterruptedException {
        if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
            return;
        }
    }
}
