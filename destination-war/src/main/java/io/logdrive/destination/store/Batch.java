package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.util.List;

/**
 * What is acknowledged as one: records, and the sequences they are.
 *
 * <p>The runs of outcome {@code STORED} take the records in order: the first run's {@code count}
 * first, and so on. Runs of other outcomes have no records. Immutable.
 *
 * @param origins what is known of the origins; one that is missing here is entered without details
 * @param runs in the order of the records
 * @param records in the order they were received
 * @param bytes what the records weigh, for the bounds of the queue
 * @param acknowledgement called on the writer's thread once all of it is committed; never when not
 */
public record Batch(
        List<Origin> origins,
        List<LedgerRun> runs,
        List<EncodedRecord> records,
        long bytes,
        Runnable acknowledgement) {

    /** Refuses records that the runs do not account for. */
    public Batch {
        long expected = 0;
        for (LedgerRun run : runs) {
            expected += run.outcome() == Outcome.STORED ? run.count() : 0;
        }
        if (expected != records.size()) {
            throw new IllegalArgumentException(
                    "ledger of a batch: expected "
                            + expected
                            + " entries by its stored runs, found "
                            + records.size());
        }
    }

    /** How many sequences it accounts for. */
    long sequences() {
        return runs.stream().mapToLong(LedgerRun::count).sum();
    }
}
