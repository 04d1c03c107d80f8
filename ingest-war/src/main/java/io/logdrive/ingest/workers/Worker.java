package io.logdrive.ingest.workers;

import io.logdrive.payara.figures.RecentTotals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that carries lines, as it says itself. It must say something every five seconds at the
 * latest.
 *
 * <p>Thread-safe: one thread says, others look.
 */
public final class Worker {
    /** How long a thread that waits may be silent, which is well within what it must not exceed. */
    public static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong saidMillis = new AtomicLong();
    private final RecentTotals recent = new RecentTotals(System.nanoTime());
    private volatile String id = "";
    private volatile WorkerState state = WorkerState.WAITING;

    /** What it has carried when it said so last; confined to its thread. */
    private long saidLines;

    /** The calling thread is this one from now on. */
    public void begin() {
        id = Thread.currentThread().getName();
        says(WorkerState.WAITING);
    }

    /** It does that now. */
    public void says(WorkerState now) {
        if (state != now) {
            state = now;
        }
        // Whoever looks may see it a moment later: no fence for each chunk.
        saidMillis.lazySet(System.currentTimeMillis());
    }

    /** It has carried so many lines more. */
    public void carried(long count) {
        lines.lazySet(lines.getPlain() + count);
    }

    /** It carries so many lines more. */
    public void carries(long count) {
        carried(count);
        says(WorkerState.RUNNING);
    }

    /** It has asked for more: there was something, or not, or nobody to ask. */
    public void asked(boolean found, boolean connected) {
        WorkerState empty = connected ? WorkerState.WAITING : WorkerState.RETRYING;
        says(found ? WorkerState.RUNNING : empty);
    }

    /**
     * For a thread that is called when there is something: it says each second whether there was.
     */
    public void saysWhetherItCarried() {
        if (id.isEmpty()) {
            begin();
        }
        long now = lines.getPlain();
        says(now == saidLines ? WorkerState.WAITING : WorkerState.RUNNING);
        saidLines = now;
    }

    /** For the timer, once a second. */
    public void look(long nowNanos) {
        recent.look(lines.get(), nowNanos);
    }

    /** What it says. */
    public WorkerStatus status() {
        return new WorkerStatus(
                id, state.word(), lines.get(), recent.perSecond(), saidMillis.get());
    }
}
