package io.logdrive.ingest.forward;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open batch. It closes when it holds enough records or chunks (count), enough bytes, when its
 * oldest chunk has waited long enough (age), or at shutdown; always in {@link #close}.
 *
 * <p>Thread-safe: the forwarder adds, an EJB timer asks for the age.
 */
final class BatchAssembler {
    static final String TAG = "logdrive";

    /**
     * A receiver takes frames of up to 16 MiB ({@link io.logdrive.wire.ForwardLimits#defaults});
     * what remains is for the ledger and the origins of up to 10,000 chunks. A larger frame would
     * be refused for ever.
     */
    static final int ENTRIES_BYTES_MAX = 12 << 20;

    /** Of one character; the two of a surrogate pair have four together. */
    private static final int UTF8_BYTES_MAX = 3;

    /** The header of a text is of 5 bytes at most. */
    private static final int TAG_CHARS_MORE = 2;

    /** Keys, times and flags that a record has besides its texts. */
    private static final int RECORD_BYTES_MAX = 128;

    /** Of some 40 bytes each. One chunk may have twice as many as it may have lines. */
    private static final int RUNS_MAX = 20_000;

    private final ForwardConfig config;
    private final String instance;
    private final Consumer<Batch> sink;

    @GuardedBy("this")
    private final RecordEncoder encoder = new RecordEncoder();

    @GuardedBy("this")
    private final List<LedgerRun> runs = new ArrayList<>();

    @GuardedBy("this")
    private final Map<UUID, Origin> origins = new LinkedHashMap<>();

    @GuardedBy("this")
    private List<Delivery> deliveries = new ArrayList<>();

    @GuardedBy("this")
    private long openedNanos;

    @GuardedBy("this")
    private long serial;

    /**
     * @param instance makes batch names unique among all processes, ever
     * @param sink takes each closed batch; it must not block
     */
    BatchAssembler(ForwardConfig config, String instance, Consumer<Batch> sink) {
        this.config = config;
        this.instance = instance;
        this.sink = sink;
    }

    /**
     * Adds a chunk with the records its lines became, closing the batch before or after.
     *
     * @param filtered the sequences of which there is no record
     * @return false when its records are too large for any frame; it is then in no batch
     */
    synchronized boolean add(
            Delivery delivery, List<LogRecord> records, FilteredRuns filtered, long nowNanos) {
        Chunk chunk = delivery.chunk();
        if (!fitsOpen(records, filtered)) {
            close();
        }
        records.forEach(encoder::add);
        if (deliveries.isEmpty()) {
            if (encoder.bytes() > ENTRIES_BYTES_MAX) {
                encoder.clear();
                return false;
            }
            openedNanos = nowNanos;
        }
        addRuns(chunk, filtered);
        origins.putIfAbsent(chunk.origin().id(), chunk.origin());
        deliveries.add(delivery);
        // A chunk of filtered lines alone has no record: it counts as one all the same, for it is
        // kept until the batch is acknowledged.
        if (Math.max(encoder.count(), deliveries.size()) >= config.recordsMax()
                || encoder.bytes() >= config.bytesMax()) {
            close();
        }
        return true;
    }

    @GuardedBy("this")
    private boolean fitsOpen(List<LogRecord> records, FilteredRuns filtered) {
        if (encoder.count() + records.size() > config.recordsMax()
                || runs.size() + 2 * filtered.runs() + 1 > RUNS_MAX) {
            return false;
        }
        long bytesMost = encoder.bytes();
        for (LogRecord each : records) {
            bytesMost += bytesMost(each);
        }
        return bytesMost <= ENTRIES_BYTES_MAX;
    }

    /** Of the record as an entry, at most: what rules and attributes gave it is in it already. */
    private static long bytesMost(LogRecord each) {
        long chars = (long) each.body().length() + chars(each.fields());
        chars += chars(each.service()) + chars(each.host());
        for (String tag : each.tags()) {
            chars += tag.length() + TAG_CHARS_MORE;
        }
        return RECORD_BYTES_MAX + UTF8_BYTES_MAX * chars;
    }

    private static int chars(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Closes the open batch when its oldest chunk has waited {@code ageMax} by then. */
    synchronized void closeWhenAged(long nowNanos) {
        if (!deliveries.isEmpty() && nowNanos - openedNanos >= config.ageMax().toNanos()) {
            close();
        }
    }

    /** Closes the open batch, if there is one, and hands it on. */
    synchronized void close() {
        if (deliveries.isEmpty()) {
            return;
        }
        EntryRange entries = encoder.view();
        String name = instance + ":" + serial++;
        byte[] frame =
                ForwardCodec.encodeBatch(TAG, name, entries, runs, List.copyOf(origins.values()));
        Batch batch = new Batch(name, frame, entries.count(), deliveries);
        encoder.clear();
        runs.clear();
        origins.clear();
        deliveries = new ArrayList<>();
        sink.accept(batch);
    }

    /** The lines between those that were filtered are stored, or dead with their chunk. */
    @GuardedBy("this")
    private void addRuns(Chunk chunk, FilteredRuns filtered) {
        Outcome kept = chunk.format() == Chunk.Format.NONE ? Outcome.DEAD : Outcome.STORED;
        UUID origin = chunk.origin().id();
        int next = 0;
        for (int i = 0; i < filtered.runs(); i++) {
            int at = filtered.at(i);
            if (at > next) {
                addRun(new LedgerRun(origin, chunk.first() + next, at - next, kept));
            }
            addRun(new LedgerRun(origin, chunk.first() + at, filtered.count(i), Outcome.FILTERED));
            next = at + filtered.count(i);
        }
        if (chunk.lines() > next) {
            addRun(new LedgerRun(origin, chunk.first() + next, chunk.lines() - next, kept));
        }
    }

    /** Consecutive chunks of one origin are one run: fewer for the ledger to look up. */
    @GuardedBy("this")
    private void addRun(LedgerRun run) {
        LedgerRun previous = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (previous != null
                && previous.origin().equals(run.origin())
                && previous.outcome() == run.outcome()
                && previous.last() + 1 == run.first()) {
            runs.set(
                    runs.size() - 1,
                    new LedgerRun(
                            run.origin(),
                            previous.first(),
                            previous.count() + run.count(),
                            run.outcome()));
        } else {
            runs.add(run);
        }
    }
}
