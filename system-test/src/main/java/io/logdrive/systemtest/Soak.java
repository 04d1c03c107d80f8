package io.logdrive.systemtest;

import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/** Samples all processes of a site every ten seconds until it is closed. Thread-safe. */
final class Soak implements AutoCloseable {
    private static final long PERIOD_MILLIS = 10_000;

    private final DrillSite site;
    private final long begin;
    private final SoakSampler sampler = new SoakSampler();
    private final Timer timer = new Timer("soak", true);
    private boolean closed;

    /** Starts to sample. */
    static Soak start(DrillSite site, long begin) {
        Soak soak = new Soak(site, begin);
        soak.timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        soak.sample();
                    }
                },
                PERIOD_MILLIS,
                PERIOD_MILLIS);
        return soak;
    }

    private Soak(DrillSite site, long begin) {
        this.site = site;
        this.begin = begin;
    }

    /** What it saw, as a table. */
    synchronized List<String> table() {
        return sampler.table();
    }

    /** What rises and must not. */
    synchronized List<String> problems() {
        return sampler.problems();
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.cancel();
    }

    private synchronized void sample() {
        if (closed) {
            return;
        }
        double seconds = FaultCrew.secondsSince(begin);
        site.processes().forEach((name, pid) -> sampler.sample(name, pid, seconds));
    }
}
