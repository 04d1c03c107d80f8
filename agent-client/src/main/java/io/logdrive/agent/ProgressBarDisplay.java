package io.logdrive.agent;

import io.logdrive.agent.send.SendConfig;
import io.logdrive.agent.send.SendProgress;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, by seconds or by lines. Confined to the main thread. */
final class ProgressBarDisplay implements ProgressDisplay {
    private static final int PERIOD_MILLIS = 250;
    private static final long SECOND_MILLIS = 1_000;
    private static final long MILLI_NANOS = 1_000_000;

    /** What the bar takes for a run whose end is not known. */
    private static final long ENDLESS = -1;

    private final boolean byLines;
    private final long max;
    private final ProgressBar bar;
    private final RateMeter meter = new RateMeter();

    ProgressBarDisplay(SendConfig config, PrintStream terminal) {
        this(config, new ConsoleProgressBarConsumer(terminal));
    }

    ProgressBarDisplay(SendConfig config, PrintStream terminal, int columns) {
        this(config, new ConsoleProgressBarConsumer(terminal, columns));
    }

    private ProgressBarDisplay(SendConfig config, ProgressBarConsumer consumer) {
        byLines = linesComeFirst(config);
        Duration duration = config.duration();
        long end = byLines || duration == null ? config.lines() : duration.toMillis();
        max = end == Long.MAX_VALUE ? ENDLESS : end;
        bar =
                new ProgressBarBuilder()
                        .setTaskName("sending")
                        .setUnit(byLines ? " lines" : " s", byLines ? 1 : SECOND_MILLIS)
                        .setInitialMax(max)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(PERIOD_MILLIS)
                        .setConsumer(consumer)
                        .hideEta()
                        .build();
    }

    /** Whether the run is likelier to end by its lines than by its time. */
    static boolean linesComeFirst(SendConfig config) {
        Duration duration = config.duration();
        if (config.lines() == Long.MAX_VALUE) {
            return false;
        }
        return duration == null
                || config.rate().unpaced()
                || config.lines() / config.rate().mean() < duration.toSeconds();
    }

    @Override
    public long periodNanos() {
        return PERIOD_MILLIS * MILLI_NANOS;
    }

    @Override
    public void update(SendProgress progress) {
        long millis = progress.elapsedNanos() / MILLI_NANOS;
        long step = byLines ? progress.sent() : millis;
        bar.stepTo(max == ENDLESS ? step : Math.min(max, step));
        bar.setExtraMessage(" " + ProgressText.of(progress, meter.linesPerSecond(progress)));
    }

    @Override
    public void end(SendProgress progress) {
        update(progress);
    }

    @Override
    public void close() {
        bar.close();
    }
}
