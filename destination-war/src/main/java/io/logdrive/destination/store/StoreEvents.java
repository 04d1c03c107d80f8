package io.logdrive.destination.store;

import io.logdrive.payara.Sabotage;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
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
    private final Counter conflicts;
    private final Counter batches;
    private final Counter retries;
    private final Counter closed;
    private final Counter violations;
    private final Timer commits;

    StoreEvents(MeterRegistry metrics, GroupQueue queue) {
        this.stored = records(metrics, "stored");
        this.filtered = records(metrics, "filtered");
        this.dead = records(metrics, "dead");
        this.already = records(metrics, "already-stored");
        this.conflicts =
                Counter.builder("logdrive.destination.conflicts")
                        .description(
                                "Records that came again with another text than what was stored")
                        .register(metrics);
        this.batches =
                Counter.builder("logdrive.destination.batches")
                        .description("Batches committed")
                        .register(metrics);
        this.retries =
                Counter.builder("logdrive.destination.store.failures")
                        .description("Attempts to store a group that failed and are repeated")
                        .register(metrics);
        this.closed =
                Counter.builder("logdrive.ledger.closings")
                        .description("Origins closed by this process since it started")
                        .register(metrics);
        this.violations =
                Counter.builder("logdrive.destination.invariant.violations")
                        .description("Times that an invariant was found not to hold")
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
        LOGGER.log(Level.INFO, "store-opened database=" + what);
    }

    /** A bug is planted in this process (a drill): nothing it stores is to be relied upon. */
    void sabotaged(Sabotage sabotage) {
        LOGGER.log(Level.WARNING, "sabotage-on name=" + sabotage.word());
    }

    void committed(int batchCount, Group.Tally tally, long nanos) {
        batches.increment(batchCount);
        stored.increment((double) tally.of(Outcome.STORED));
        filtered.increment((double) tally.of(Outcome.FILTERED));
        dead.increment((double) tally.of(Outcome.DEAD));
        already.increment((double) tally.already());
        commits.record(Duration.ofNanos(nanos));
        LOGGER.log(
                Level.DEBUG,
                () ->
                        "group-committed batches="
                                + batchCount
                                + " stored="
                                + tally.of(Outcome.STORED)
                                + " already-stored="
                                + tally.already());
    }

    /** A sender numbers two texts alike, which is a bug of it: the first one stays. */
    void conflict(RecentTexts.Conflict conflict, boolean isNews) {
        conflicts.increment((double) conflict.count());
        LOGGER.log(
                isNews ? Level.WARNING : Level.DEBUG,
                "sequence-conflict origin="
                        + conflict.origin()
                        + " sequence="
                        + conflict.first()
                        + " count="
                        + conflict.count()
                        + " now=first-text-kept,second-dropped");
    }

    /** The database refuses it for its data; called again when its group is tried again. */
    void refused(Row row, String why) {
        LOGGER.log(
                Level.WARNING,
                "record-refused origin="
                        + row.origin()
                        + " sequence="
                        + row.sequence()
                        + " now=dead_letter reason="
                        + why);
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
                () ->
                        "group-retry failures="
                                + failures
                                + " wait-millis="
                                + Duration.ofNanos(nanos).toMillis());
    }

    void databaseBack(int failures) {
        LOGGER.log(Level.INFO, "database-back failed-attempts=" + failures);
    }

    void retried(long id, Retried retried) {
        boolean stored = retried.outcome() == Retried.Outcome.STORED;
        LOGGER.log(
                stored ? Level.INFO : Level.WARNING,
                "dead-letter-retried id="
                        + id
                        + (stored ? " now=message" : " now=dead_letter reason=" + retried.why()));
    }

    void deleted(long id) {
        LOGGER.log(Level.INFO, "dead-letter-deleted id=" + id);
    }

    /**
     * One line for all of them.
     *
     * @param failure why it ended before its time, else empty
     */
    void lettersChanged(LetterTask task, LettersChanged changed, String failure) {
        LOGGER.log(
                changed.refused() == 0 && failure.isEmpty() ? Level.INFO : Level.WARNING,
                task.line(changed, task.isRetry() ? "now=message" : "", failure));
    }

    void closed(int count) {
        closed.increment(count);
        LOGGER.log(Level.INFO, "origins-closed count=" + count + " now=origin_closed");
    }

    /** Once for each new reason. */
    void upkeepFailed(Throwable cause) {
        LOGGER.log(Level.WARNING, "upkeep-failed reason=" + SqlFailure.reason(cause));
    }

    /** Our bug: what is stored is not what was acknowledged, or not what the ledger says. */
    void violated(String what) {
        violations.increment();
        LOGGER.log(Level.ERROR, "invariant-violated " + what);
    }

    void acknowledgementFailed(Throwable cause) {
        LOGGER.log(Level.ERROR, "acknowledgement-failed now=committed", cause);
    }

    /** What was not committed its senders keep. */
    void stopped(int batchCount, long recordCount) {
        LOGGER.log(
                recordCount > 0 ? Level.WARNING : Level.INFO,
                "store-stopped batches-unacknowledged="
                        + batchCount
                        + " records="
                        + recordCount
                        + (recordCount > 0 ? " now=with-their-senders" : ""));
    }

    private static Counter records(MeterRegistry metrics, String outcome) {
        return Counter.builder("logdrive.destination.records")
                .description("Records by what became of them, counted at the commit")
                .tag("outcome", outcome)
                .register(metrics);
    }
}
