package io.logdrive.destination.store;

import io.logdrive.wire.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The store's log lines and metrics. Thread-safe. */
final class StoreEvents {
    private static final System.Logger LOGGER = System.getLogger(Store.class.getName());

    private final Counter stored;
    private final Counter filtered;
    private final Counter dead;
    private final Counter already;
    private final Counter batches;
    private final Counter retries;
    private final Timer commits;

    StoreEvents(MeterRegistry metrics, GroupQueue queue) {
        this.stored = records(metrics, "stored");
        this.filtered = records(metrics, "filtered");
        this.dead = records(metrics, "dead");
        this.already = records(metrics, "already-stored");
        this.batches =
                Counter.builder("logdrive.destination.batches")
                        .description("Batches committed")
                        .register(metrics);
        this.retries =
                Counter.builder("logdrive.destination.store.failures")
                        .description("Attempts to store a group that failed and are repeated")
                        .register(metrics);
        this.commits =
                Timer.builder("logdrive.destination.store.group")
                        .description("Time to store a group of batches, commit included")
                        .register(metrics);
        Gauge.builder("logdrive.destination.store.queue.records", queue, GroupQueue::records)
                .description("Records that wait for their commit")
                .register(metrics);
        Gauge.builder("logdrive.destination.store.queue.bytes", queue, GroupQueue::bytes)
                .description("Bytes that wait for their commit")
                .register(metrics);
    }

    void opened(String what) {
        LOGGER.log(Level.INFO, "store-opened database={0}", what);
    }

    void committed(int batchCount, Group.Tally tally, long nanos) {
        batches.increment(batchCount);
        stored.increment((double) tally.of(Outcome.STORED));
        filtered.increment((double) tally.of(Outcome.FILTERED));
        dead.increment((double) tally.of(Outcome.DEAD));
        already.increment((double) tally.already());
        commits.record(Duration.ofNanos(nanos));
        if (tally.of(Outcome.DEAD) > 0) {
            LOGGER.log(
                    Level.WARNING,
                    "records-dead count={0} now=in-table-dead_letter",
                    tally.of(Outcome.DEAD));
        }
        LOGGER.log(
                Level.DEBUG,
                "group-committed batches={0} stored={1} already-stored={2}",
                batchCount,
                tally.of(Outcome.STORED),
                tally.already());
    }

    /** Once for each change from working to not working, and for each new reason. */
    void databaseAway(int batchCount, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                "database-away batches="
                        + batchCount
                        + " now=unacknowledged-and-retried reason="
                        + SqlFailure.reason(cause),
                cause);
    }

    void retrying(int failures, long nanos) {
        retries.increment();
        LOGGER.log(
                Level.DEBUG,
                "group-retry failures={0} wait-millis={1}",
                failures,
                Duration.ofNanos(nanos).toMillis());
    }

    void databaseBack(int failures) {
        LOGGER.log(Level.INFO, "database-back failed-attempts={0}", failures);
    }

    void acknowledgementFailed(Throwable cause) {
        LOGGER.log(Level.ERROR, "acknowledgement-failed now=committed", cause);
    }

    void abandoned(int batchCount, long recordCount) {
        LOGGER.log(
                Level.WARNING,
                "store-stopped batches={0} records={1} now=unacknowledged-in-the-queue-of-ingest",
                batchCount,
                recordCount);
    }

    void stopped() {
        LOGGER.log(Level.INFO, "store-stopped batches=0 records=0");
    }

    private static Counter records(MeterRegistry metrics, String outcome) {
        return Counter.builder("logdrive.destination.records")
                .description("Records by what became of them, counted at the commit")
                .tag("outcome", outcome)
                .register(metrics);
    }
}
