package io.logdrive.ingest.consume;

import io.logdrive.consumer.ConsumerWaitsException;
import io.logdrive.consumer.RecordConsumer;
import io.logdrive.consumer.RejectedRecordException;
import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.ChunkSource;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.RetryDelay;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.workers.WorkerState;
import io.logdrive.payara.CrashPoint;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives one consumer the records of its queue, lets it commit many of them together, notes in its
 * journal what it has, and acknowledges the chunks. When anything fails, the consumer is closed,
 * what was not committed goes back to the queue, and after a while all begins again at what the
 * journal says.
 *
 * <p>Confined to the consumer's thread, apart from what is asked about it and {@link #stop}.
 */
final class ConsumerLoop implements Runnable {
    /** For how long a call of the consumer may last before it is said to be stalled. */
    static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long RECEIVE_MILLIS = 20;
    private static final long IDLE_RECEIVE_MILLIS = 250;
    private static final long RETRY_MILLIS_MAX = 5_000;
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ConsumerConfig config;
    private final RecordConsumer consumer;
    private final Surroundings around;
    private final ChunkSource source;
    private final QuietQueue quiet;
    private final ConsumerEvents events;
    private final ConsumerLedger ledger = new ConsumerLedger();
    private final ProgressJournal journal;
    private final ConsumerStep step = new ConsumerStep();
    private final ChunkParser parser;
    private final List<LogRecord> records = new ArrayList<>();

    /** Chunks in which the consumer found a record that it can never take, and why. */
    private final Map<String, String> rejected = new HashMap<>();

    private @Nullable ChunkOrder order;
    private boolean open;
    private int failures;
    private long retryNanos;
    private long forgotNanos = System.nanoTime();

    private volatile long oldestReceivedMicros = Long.MAX_VALUE;
    private volatile long busySinceNanos;
    private volatile boolean busy;
    private volatile boolean stopping;

    /**
     * What a loop needs besides its queue. Immutable.
     *
     * @param data ingest's data directory
     * @param disk where the journal is
     * @param threads for threads of the consumer
     * @param clock the wall clock
     * @param rules by which lines become records, as for the forwarder
     * @param retryMillis the wait after so many failures
     */
    record Surroundings(
            Path data,
            Disk disk,
            ThreadFactory threads,
            Clock clock,
            EffectiveRules rules,
            IntToLongFunction retryMillis) {}

    ConsumerLoop(
            ConsumerConfig config,
            Surroundings around,
            ChunkSource source,
            QueueDepth depth,
            ConsumerEvents events) {
        this.config = config;
        this.consumer = config.consumer();
        this.around = around;
        this.parser = new ChunkParser(around.rules());
        this.source = source;
        this.quiet = new QuietQueue(depth, events);
        this.events = events;
        Path folder = around.data().resolve("consumers").resolve(config.name());
        this.journal = new ProgressJournal(around.disk(), folder, ledger);
    }

    /** As the queue's connections wait, but soon enough to notice that a disk has room again. */
    static long retryMillis(int failures) {
        double random = ThreadLocalRandom.current().nextDouble();
        return Math.min(RETRY_MILLIS_MAX, RetryDelay.millis(failures, random));
    }

    /** When the oldest chunk that was taken and not committed was received; MAX_VALUE: none. */
    long oldestReceivedMicros() {
        return oldestReceivedMicros;
    }

    /** Whether the consumer has not returned from a call for long. */
    boolean isStalled(long nowNanos) {
        return busy && nowNanos - busySinceNanos > STALLED_NANOS;
    }

    /** Asks it to commit what it has, and to end. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        events.worker().begin();
        try {
            while (!stopping && !Thread.currentThread().isInterrupted()) {
                turnOrRecover();
            }
            if (open && !step.isEmpty() && !Thread.currentThread().isInterrupted()) {
                commit();
            }
        } catch (Exception e) {
            failed(e);
        } finally {
            int onLoan = step.deliveries().size();
            closeAll();
            events.worker().says(WorkerState.STOPPED);
            events.stopped(onLoan);
        }
    }

    /** Nothing that a consumer throws, also not an error of a plug-in's classes, ends the loop. */
    private void turnOrRecover() {
        busySinceNanos = System.nanoTime();
        busy = true;
        try {
            turn();
        } catch (Exception e) {
            failed(e);
        } catch (LinkageError | StackOverflowError e) {
            failed(new IllegalStateException(e));
        } finally {
            busy = false;
        }
    }

    private void turn() throws Exception {
        if (!open) {
            if (failures > 0 && retryNanos - System.nanoTime() > 0) {
                events.worker().says(WorkerState.RETRYING);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RECEIVE_MILLIS));
                return;
            }
            open();
        }
        if (step.isDue(config, System.nanoTime()) || consumer.isDue()) {
            commit();
        }
        forget();
        busy = false;
        Delivery delivery = source.receive(step.isEmpty() ? IDLE_RECEIVE_MILLIS : RECEIVE_MILLIS);
        busySinceNanos = System.nanoTime();
        busy = true;
        events.worker().asked(delivery != null, source.isConnected());
        if (delivery == null) {
            quiet.look(
                    step.isEmpty() && (order == null || order.isEmpty()) && source.isConnected());
        } else if (order == null) {
            take(delivery);
        } else {
            order.arrived(delivery, System.nanoTime());
        }
        if (order != null && !order.isEmpty()) {
            order.expire(System.nanoTime());
        }
    }

    private void open() throws Exception {
        Path damaged = journal.open();
        if (damaged != null) {
            events.journalDamaged(damaged);
        }
        open = true;
        OpenContext context = new OpenContext(config, around, journal.position());
        consumer.open(context);
        noteTold(context.told());
        order = source.isExclusive() ? new ChunkOrder(this::takeUnchecked, events) : null;
        if (journal.position().isEmpty()) {
            // From here on an output has a position: what a crash leaves before the first commit is
            // told from what was there before.
            commit();
        }
        failures = 0;
        events.opened(journal.position(), ledger.size());
    }

    /** What the output has and the journal does not: a crash came between the two. */
    private void noteTold(List<Run> told) throws IOException {
        boolean news = false;
        for (Run run : told) {
            news |= ledger.covered(run.origin(), run.first(), run.end()) < run.end() - run.first();
        }
        if (news) {
            journal.append(journal.position(), told);
        }
    }

    private void takeUnchecked(Delivery delivery) {
        try {
            take(delivery);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new WrappedException(e);
        }
    }

    private void take(Delivery delivery) throws Exception {
        Chunk chunk = delivery.chunk();
        String refusal = rejected.remove(chunk.name());
        if (refusal != null) {
            reject(delivery, refusal);
            return;
        }
        records.clear();
        FilteredRuns filtered;
        try {
            filtered = parser.parse(chunk, records::add);
        } catch (RuntimeException e) {
            reject(delivery, String.valueOf(e.getMessage()));
            return;
        }
        long accepted = acceptAll(chunk, filtered);
        step.add(delivery, accepted, around.clock().millis(), System.nanoTime());
        oldestReceivedMicros = step.oldestMicros();
        quiet.moved();
        if (step.isDue(config, System.nanoTime())) {
            commit();
        }
    }

    private long acceptAll(Chunk chunk, FilteredRuns filtered) throws Exception {
        UUID origin = chunk.origin().id();
        long end = chunk.first() + chunk.lines();
        boolean fresh =
                ledger.covered(origin, chunk.first(), end) == 0
                        && step.covered(origin, chunk.first(), end) == 0;
        int run = 0;
        long sequence = chunk.first();
        long accepted = 0;
        for (LogRecord line : records) {
            while (run < filtered.runs() && chunk.first() + filtered.at(run) == sequence) {
                sequence += filtered.count(run);
                run++;
            }
            if (fresh || !(ledger.covers(origin, sequence) || step.covers(origin, sequence))) {
                consumer.accept(chunk.origin(), sequence, line);
                accepted++;
            }
            sequence++;
        }
        if (accepted < records.size()) {
            events.duplicate(records.size() - accepted);
        }
        return accepted;
    }

    /** The one place in which a consumer's chunks are acknowledged to the queue. */
    private void commit() throws Exception {
        String position = consumer.commit(step.asCommit());
        CrashPoint.CONSUMER_COMMITTED.pass();
        journal.append(position, step.runs());
        CrashPoint.CONSUMER_NOTED.pass();
        for (Delivery delivery : step.deliveries()) {
            source.acknowledge(delivery);
        }
        events.committed(step.lines());
        step.clear();
        oldestReceivedMicros = Long.MAX_VALUE;
        consumer.committed();
    }

    private void reject(Delivery delivery, String reason) {
        Chunk chunk = delivery.chunk();
        events.rejected(chunk.name(), reason);
        source.reject(delivery, "consumer " + config.name() + ": " + reason, 1);
    }

    private void failed(Exception thrown) {
        Exception cause = thrown instanceof WrappedException wrapped ? wrapped.carried : thrown;
        if (cause instanceof RejectedRecordException data) {
            note(data);
        }
        boolean waits = cause instanceof ConsumerWaitsException;
        String state =
                cause instanceof ConsumerWaitsException waiting
                        ? waiting.state()
                        : ConsumerEvents.RETRYING;
        String reason = waits ? String.valueOf(cause.getMessage()) : String.valueOf(cause);
        failures++;
        long delay = around.retryMillis().applyAsLong(failures);
        retryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        closeAll();
        events.failed(state, reason, cause, delay);
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(RejectedRecordException data) {
        Delivery holding = step.holding(data.origin(), data.sequence());
        if (holding != null) {
            rejected.put(
                    holding.chunk().name(),
                    "sequence " + data.sequence() + ": " + data.getMessage());
        }
    }

    private void closeAll() {
        step.clear();
        order = null;
        if (open) {
            open = false;
            try {
                consumer.close();
            } catch (RuntimeException e) {
                events.closeFailed(e);
            }
        }
        try {
            journal.close();
        } catch (IOException e) {
            events.closeFailed(e);
        }
        source.close();
    }

    private void forget() {
        if (System.nanoTime() - forgotNanos < FORGET_NANOS) {
            return;
        }
        forgotNanos = System.nanoTime();
        long silentSince = around.clock().millis() - config.ledgerAge().toMillis();
        int tooMany = ledger.forget(silentSince, config.ledgerOriginsMax());
        if (tooMany > 0) {
            events.forgot(tooMany);
        }
    }

    /** Carries what a consumer threw through the order of chunks. */
    private static final class WrappedException extends RuntimeException {
        private final transient Exception carried;

        WrappedException(Exception carried) {
            super(carried);
            this.carried = carried;
        }
    }
}
