package io.logdrive.ingest.forward;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.process.LineStatistics;
import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.ChunkSource;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.ingest.workers.Worker;
import io.logdrive.ingest.workers.WorkerState;
import io.logdrive.payara.CrashPoint;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LogRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The loop that takes chunks from the queue, lets them be parsed and batched, and acknowledges them
 * when the destination has their batch.
 *
 * <p>One thread does all of it, because a JMS session belongs to one thread. While the bounds on
 * batches in flight are reached it takes nothing more, and the backlog stays on the broker's disk.
 *
 * <p>Thread-safe.
 */
public final class Forwarder implements Runnable {
    private static final long RECEIVE_MILLIS = 20;

    /** With nothing on loan there is nothing to look after: each look costs the broker a call. */
    private static final long IDLE_RECEIVE_MILLIS = 250;

    private static final long RECOVERY_MILLIS = 1_000;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ForwardConfig config;
    private final ChunkSource source;
    private final QueueDepth depth;
    private final BatchSender sender;
    private final ForwardEvents events;
    private final Worker worker;
    private final BatchAssembler assembler;
    private final Retries retries;
    private final ChunkParser parser;
    private final LineStatistics statistics;
    private final @Nullable ChunkOrder order;

    /** Acknowledged by the destination, not yet to the queue; bounded by the batches in flight. */
    private final BlockingQueue<Batch> acknowledged = new LinkedBlockingQueue<>();

    private final AtomicInteger batchesInFlight = new AtomicInteger();
    private final AtomicLong bytesInFlight = new AtomicLong();
    private final Set<Delivery> onLoan = new LinkedHashSet<>();
    private final List<LogRecord> records = new ArrayList<>();

    private volatile long oldestReceivedMicros = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile long deadlineNanos;
    private Volume lastEnqueued = Volume.NONE;
    private long quietSinceNanos = System.nanoTime();

    /** A loop to be run by one thread; {@code instance} makes its batch names unique for ever. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Forwarder(
            ForwardConfig config,
            ChunkSource source,
            QueueDepth depth,
            BatchSender sender,
            ForwardEvents events,
            String instance,
            ChunkParser parser,
            LineStatistics statistics) {
        this(config, source, depth, sender, events, instance, parser, statistics, new Retries());
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    Forwarder(
            ForwardConfig config,
            ChunkSource source,
            QueueDepth depth,
            BatchSender sender,
            ForwardEvents events,
            String instance,
            ChunkParser parser,
            LineStatistics statistics,
            Retries retries) {
        this.config = config;
        this.source = source;
        this.depth = depth;
        this.sender = sender;
        this.events = events;
        this.worker = events.forwarder();
        this.parser = parser;
        this.statistics = statistics;
        this.retries = retries;
        this.assembler = new BatchAssembler(config, instance, this::closed);
        this.order = source.isExclusive() ? new ChunkOrder(this::process, events) : null;
    }

    /** For the timer: closes the open batch when its oldest chunk has waited long enough. */
    public void closeAgedBatch() {
        assembler.closeWhenAged(System.nanoTime());
    }

    /** When the oldest chunk that was taken from the queue was received; empty queue: MAX_VALUE. */
    public long oldestReceivedMicros() {
        return oldestReceivedMicros;
    }

    /** Batches sent to the destination and not acknowledged to the queue. */
    public int batchesInFlight() {
        return batchesInFlight.get();
    }

    /** Whether the destination is connected at the moment. */
    public boolean isConnected() {
        return sender.isConnected();
    }

    /** Asks the loop to send what it holds, wait for the answers until the deadline, and end. */
    public void stop(long deadline) {
        deadlineNanos = deadline;
        stopping = true;
    }

    @Override
    public void run() {
        worker.begin();
        try {
            while (!stopping && !Thread.currentThread().isInterrupted()) {
                stepOrRecover();
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            worker.says(WorkerState.STOPPED);
            events.stopped(batchesInFlight.get());
        }
    }

    /** A bug of ours must not end the forwarding: everything on loan is delivered again instead. */
    private void stepOrRecover() throws InterruptedException {
        try {
            step();
        } catch (RuntimeException e) {
            events.failed(e);
            worker.says(WorkerState.RETRYING);
            if (order != null) {
                order.clear();
            }
            source.close();
            acknowledgeAll(acknowledged.poll(RECOVERY_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void step() throws InterruptedException {
        // The container's timer does so, too, but it goes by the wall clock, and stands still for
        // as long as that was set back.
        closeAgedBatch();
        acknowledgeAll(acknowledged.poll());
        if (isFull()) {
            worker.says(WorkerState.HELD);
            acknowledgeAll(acknowledged.poll(RECEIVE_MILLIS, TimeUnit.MILLISECONDS));
            return;
        }
        Delivery due = retries.pollDue(System.nanoTime());
        if (due != null) {
            process(due);
            return;
        }
        if (retries.isFull()) {
            worker.says(WorkerState.RETRYING);
            acknowledgeAll(acknowledged.poll(RECEIVE_MILLIS, TimeUnit.MILLISECONDS));
            return;
        }
        Delivery delivery = source.receive(onLoan.isEmpty() ? IDLE_RECEIVE_MILLIS : RECEIVE_MILLIS);
        worker.asked(delivery != null, source.isConnected());
        if (delivery == null) {
            settleWhenQuiet();
        } else {
            worker.carried(delivery.chunk().lines());
            CrashPoint.CHUNK_RECEIVED.pass();
            events.taken(delivery.chunk());
            take(delivery);
        }
        if (order != null && !order.isEmpty()) {
            order.expire(System.nanoTime());
        }
    }

    private void drain() throws InterruptedException {
        assembler.close();
        while (batchesInFlight.get() > 0 && sender.isConnected()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            acknowledgeAll(
                    acknowledged.poll(
                            Math.min(left, TimeUnit.MILLISECONDS.toNanos(RECEIVE_MILLIS)),
                            TimeUnit.NANOSECONDS));
        }
    }

    /** What is delivered again while it waits for its next attempt goes on waiting. */
    private void take(Delivery delivery) {
        onLoan.add(delivery);
        Delivery earlier = retries.replace(delivery);
        if (earlier != null) {
            onLoan.remove(earlier);
        }
        updateOldest();
        if (earlier != null) {
            return;
        }
        if (order == null) {
            process(delivery);
        } else {
            order.arrived(delivery, System.nanoTime());
        }
    }

    private void process(Delivery delivery) {
        records.clear();
        FilteredRuns filtered;
        try {
            filtered = parser.parse(delivery.chunk(), records::add);
        } catch (RuntimeException e) {
            failed(delivery, e);
            return;
        }
        if (assembler.add(delivery, records, filtered, System.nanoTime())) {
            statistics.count(delivery.chunk(), records, filtered, parser.counts());
            retries.forget(delivery);
        } else {
            failed(
                    delivery,
                    new IllegalStateException(
                            "chunk "
                                    + delivery.chunk().name()
                                    + ": expected at most "
                                    + BatchAssembler.ENTRIES_BYTES_MAX
                                    + " bytes of records, found more"));
        }
    }

    private void failed(Delivery delivery, RuntimeException cause) {
        int attempts = retries.addFailure(delivery, System.nanoTime());
        events.unprocessable(delivery.chunk().name(), attempts, cause);
        if (attempts >= Retries.ATTEMPTS_MAX) {
            retries.forget(delivery);
            events.gaveUp(delivery.chunk());
            source.reject(delivery, String.valueOf(cause.getMessage()), attempts);
            onLoan.remove(delivery);
            updateOldest();
        }
    }

    /** Called by the assembler, on the forwarder's or the timer's thread. */
    private void closed(Batch batch) {
        batchesInFlight.incrementAndGet();
        bytesInFlight.addAndGet(batch.frame().length);
        sender.send(batch, acknowledged::add);
    }

    /** The one place in which chunks are acknowledged to the queue. */
    private void acknowledgeAll(@Nullable Batch first) {
        for (Batch batch = first; batch != null; batch = acknowledged.poll()) {
            CrashPoint.BATCH_ACKNOWLEDGED.pass();
            for (Delivery delivery : batch.deliveries()) {
                source.acknowledge(delivery);
                onLoan.remove(delivery);
            }
            batchesInFlight.decrementAndGet();
            bytesInFlight.addAndGet(-batch.frame().length);
            updateOldest();
        }
    }

    private boolean isFull() {
        return batchesInFlight.get() >= config.batchesInFlightMax()
                || bytesInFlight.get() >= config.bytesInFlightMax();
    }

    private void updateOldest() {
        Iterator<Delivery> loans = onLoan.iterator();
        oldestReceivedMicros =
                loans.hasNext() ? loans.next().chunk().receivedMicros() : Long.MAX_VALUE;
    }

    /** When nothing has moved for a while and nothing is on loan, the queue is empty. */
    private void settleWhenQuiet() {
        Volume enqueued = depth.enqueued();
        if (!enqueued.equals(lastEnqueued) || !onLoan.isEmpty() || !source.isConnected()) {
            lastEnqueued = enqueued;
            quietSinceNanos = System.nanoTime();
        } else if (System.nanoTime() - quietSinceNanos > SETTLE_NANOS) {
            Volume missing = depth.settle();
            if (missing.chunks() > 0) {
                events.missing(missing);
            }
            quietSinceNanos = System.nanoTime();
        }
    }
}
