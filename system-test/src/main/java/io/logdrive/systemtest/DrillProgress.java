package io.logdrive.systemtest;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Says every five seconds how far the lines are, and keeps the last figures while a server is away.
 *
 * <p>Thread-safe.
 */
final class DrillProgress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 5_000;

    private final DrillSite site;
    private final DrillPlan.Progress out;
    private final long begin;
    private final Timer timer = new Timer("drill-progress", true);
    private volatile long stored;
    private volatile long queued = -1;

    @SuppressWarnings("this-escape") // the task touches only what is assigned before it
    DrillProgress(DrillSite site, DrillPlan.Progress out, long begin) {
        this.site = site;
        this.out = out;
        this.begin = begin;
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        sayFigures();
                    }
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS);
    }

    void say(String line) {
        out.say(line);
    }

    /** Lines that the ledger says are stored, or what it said last. */
    long stored() {
        try {
            stored = site.destination().messages().stored();
        } catch (IllegalStateException | UncheckedIOException e) {
            return stored;
        }
        return stored;
    }

    /** Lines in the queue; -1 while ingest is away. */
    long queued() {
        try {
            queued = site.ingest().queue().lines();
        } catch (IllegalStateException | UncheckedIOException e) {
            queued = -1;
        }
        return queued;
    }

    @Override
    public void close() {
        timer.cancel();
    }

    private void sayFigures() {
        long queuedNow = queued();
        out.say(
                String.format(
                        Locale.ROOT,
                        "     %6.1f s  attempted %,d  acknowledged %,d  queued %s  stored %,d",
                        FaultCrew.secondsSince(begin),
                        site.attempted(),
                        site.acknowledged(),
                        queuedNow < 0 ? "?" : String.format(Locale.ROOT, "%,d", queuedNow),
                        stored()));
    }
}
