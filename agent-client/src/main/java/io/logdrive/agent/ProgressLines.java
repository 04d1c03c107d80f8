package io.logdrive.agent;

import io.logdrive.agent.send.SendProgress;
import java.io.PrintWriter;
import java.util.Locale;

/** A line every 5 s, where there is no terminal. Confined to the main thread. */
final class ProgressLines implements ProgressDisplay {
    private static final long PERIOD_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final RateMeter meter = new RateMeter();

    ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public long periodNanos() {
        return PERIOD_NANOS;
    }

    @Override
    public void update(SendProgress progress) {
        out.printf(
                Locale.ROOT,
                "%,d s: %s%n",
                Math.round(progress.elapsedNanos() / 1e9),
                ProgressText.of(progress, meter.linesPerSecond(progress)));
        out.flush();
    }

    @Override
    public void end(SendProgress progress) {
        // The summary comes at once and says it all.
    }

    @Override
    public void close() {}
}
