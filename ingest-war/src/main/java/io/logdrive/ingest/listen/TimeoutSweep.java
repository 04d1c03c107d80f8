package io.logdrive.ingest.listen;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * Looks for connections that have timed out: one task per event loop for all of its connections,
 * and none at all when no timeout is configured.
 *
 * <p>Confined to its event loop's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // cancelled with its event loop only
final class TimeoutSweep implements Runnable {
    /** So many looks within the shortest timeout: one is noticed a tenth too late at most. */
    private static final int PER_TIMEOUT = 10;

    private static final long PERIOD_MILLIS_MIN = 20;
    private static final long PERIOD_MILLIS_MAX = 10_000;
    private static final long LATE_MILLIS = 1_000;

    private final EventExecutor loop;
    private final Collection<IntakeConnection> connections;
    private final long lateNanos;
    private long lastNanos = System.nanoTime();

    private TimeoutSweep(
            EventExecutor loop, Collection<IntakeConnection> connections, long periodMillis) {
        this.loop = loop;
        this.connections = connections;
        this.lateNanos = TimeUnit.MILLISECONDS.toNanos(2 * periodMillis + LATE_MILLIS);
    }

    /** Begins, when a timeout is configured; {@code connections} is a view of those there are. */
    static void start(
            ListenConfig config, EventLoopGroup loops, Collection<IntakeConnection> connections) {
        long period = periodMillis(config);
        if (period > 0) {
            for (EventExecutor loop : loops) {
                loop.scheduleWithFixedDelay(
                        new TimeoutSweep(loop, connections, period),
                        period,
                        period,
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        // A process that stood still has not read what came meanwhile.
        boolean late = now - lastNanos > lateNanos;
        lastNanos = now;
        for (IntakeConnection connection : connections) {
            if (connection.isOn(loop)) {
                connection.checkTimeouts(now, late);
            }
        }
    }

    private static long periodMillis(ListenConfig config) {
        Duration idle = config.idleTimeout();
        Duration unfinished = config.unfinishedTimeout();
        Duration shortest =
                idle.isZero() || (!unfinished.isZero() && unfinished.compareTo(idle) < 0)
                        ? unfinished
                        : idle;
        return shortest.isZero()
                ? 0
                : Math.max(
                        PERIOD_MILLIS_MIN,
                        Math.min(PERIOD_MILLIS_MAX, shortest.toMillis() / PER_TIMEOUT));
    }
}
