package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The lines of files on their way to an {@link AckSink}: how long each takes, and whether all
 * arrive in order and once.
 *
 * <p>Thread-safe.
 */
final class Followed implements AckSink.Watcher {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final Map<String, WrittenLines> notes = new ConcurrentHashMap<>();
    private final Map<String, Histogram> delays = new ConcurrentHashMap<>();

    /** Files whose delays go together. */
    static Histogram delays() {
        Histogram delays = new ConcurrentHistogram(MICROS_MAX, DIGITS);
        delays.setAutoResize(true);
        return delays;
    }

    /** What is written to them from now on, or so many lines that stand there already. */
    void add(List<Path> files, Histogram into, long lines) {
        for (Path file : files) {
            WrittenLines ofFile = new WrittenLines();
            if (lines > 0) {
                ofFile.written(lines, System.nanoTime());
            }
            notes.put(file.toString(), ofFile);
            delays.put(file.toString(), into);
        }
    }

    Map<String, WrittenLines> notes() {
        return notes;
    }

    @Override
    public void acknowledged(String file, long first, int lines, long nanos) {
        WrittenLines ofFile = notes.get(file);
        Histogram into = delays.get(file);
        if (ofFile == null || into == null) {
            throw new BenchmarkException("chunk: expected a known file, found " + file);
        }
        ofFile.acknowledged(first, lines, nanos, into);
    }

    /** Waits until so many lines are acknowledged; fails when none comes for long. */
    static void await(AckSink sink, TailAgent agent, long lines)
            throws IOException, InterruptedException {
        long before = -1;
        long progress = System.nanoTime();
        for (long now = sink.lines(); now < lines; now = sink.lines()) {
            if (now > before) {
                before = now;
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > Pipeline.STALL_MAX.toNanos()) {
                throw new BenchmarkException(
                        "sink: expected " + lines + " lines, found it standing at " + now);
            }
            agent.awaitWhileRunning(2);
        }
        if (sink.lines() != lines) {
            throw new BenchmarkException(
                    "sink: expected " + lines + " lines, found " + sink.lines());
        }
    }

    /** A row of the median, two percentiles and the maximum, in milliseconds. */
    static String row(String name, Histogram delays) {
        return Markdown.text(
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                name,
                delays.getValueAtPercentile(50) / 1e3,
                delays.getValueAtPercentile(99) / 1e3,
                delays.getValueAtPercentile(99.9) / 1e3,
                delays.getMaxValue() / 1e3);
    }
}
