package io.logdrive.ingest.listen;

import io.logdrive.ingest.workers.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop that brought little and are read again together, at the next
 * tick: what dribbles in meanwhile waits in the kernel, and becomes one chunk instead of many
 * (decision 0084). Who was silent before is read at once, and so is who brings much.
 *
 * <p>Confined to its event loop's thread.
 */
final class ReadTicks {
    /** A line waits at most this long for those behind it. */
    static final long TICK_MILLIS = 10;

    /**
     * What brings so much at once makes a chunk as it is. Well below the window of a socket: a tick
     * brings no more than that, and who sends as fast as can be must not look like little by it.
     */
    static final int MUCH_BYTES = 16 << 10;

    private final Scheduler scheduler;
    private final Worker worker = new Worker();
    private final Runnable tick = this::tick;
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> spare = new ArrayList<>();

    ReadTicks(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Runs {@code read} at the next tick. */
    void atNext(Runnable read) {
        if (waiting.isEmpty()) {
            scheduler.schedule(tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        waiting.add(read);
    }

    private void tick() {
        List<Runnable> due = waiting;
        waiting = spare;
        due.forEach(Runnable::run);
        due.clear();
        spare = due;
    }

    /** What the event loop says of itself. */
    Worker worker() {
        return worker;
    }

    /** Runs a task on the event loop after a while. */
    interface Scheduler {
        /** As {@link java.util.concurrent.ScheduledExecutorService#schedule}. */
        Object schedule(Runnable task, long delay, TimeUnit unit);
    }
}
