package io.logdrive.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;

/**
 * How long after ingest received it a line is committed, and how long until a tail has it.
 *
 * <p>Confined to the main thread.
 */
final class LatencyPart implements LoadPart {
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
    private static final int DIGITS = 3;

    private final int rate;
    private final long lines;

    LatencyPart(int rate, double minutes) {
        this.rate = rate;
        this.lines = Math.round(rate * minutes * 60);
    }

    @Override
    public String title() {
        return Markdown.text("Latency at %,d lines/s, %,d lines", rate, lines);
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Session session = on.begin();
        Instant begin = Instant.now();
        Pipeline.Result result;
        Histogram tail = new Histogram(DIGITS);
        long dropped;
        try (TailWatch watch = TailWatch.open(session.api())) {
            result = session.send(AgentRun.Sending.steady(rate, lines, LoadBench.CONNECTIONS));
            session.server().awaitWhileRunning(LAST_EVENTS);
            watch.sinceReceived().values().forEach(ms -> tail.recordValue((long) (ms * 1e3)));
            dropped = watch.dropped();
        }
        if (tail.getTotalCount() == 0) {
            throw new BenchmarkException("tail: expected messages, found none");
        }
        Histogram commits = commits(session, begin);
        on.end(session);
        return Markdown.text(
                        "%,.0f lines/s were stored. From the time at which ingest received the"
                                + " line, which its row says, over every tenth message that a"
                                + " tail was sent (%,d were dropped)%s.%n%n",
                        result.storedRate(),
                        dropped,
                        commits.getTotalCount() == 0
                                ? ""
                                : " and over every row. PostgreSQL takes the time of a commit just"
                                        + " before it flushes it")
                + "| ms | lines | p50 | p90 | p99 | p99.9 | max |\n"
                + "|---|---:|---:|---:|---:|---:|---:|\n"
                + (commits.getTotalCount() == 0 ? "" : row("to the commit", commits))
                + row("to the tail", tail)
                + Markdown.processes(result, java.util.Map.of());
    }

    private Histogram commits(Session session, Instant begin) throws java.sql.SQLException {
        Histogram micros = new Histogram(DIGITS);
        session.database()
                .commitDelays(
                        session.server().data(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, begin),
                        micros::recordValue);
        if (micros.getTotalCount() != 0 && micros.getTotalCount() != lines) {
            throw new BenchmarkException(
                    "commits: expected " + lines + " rows, found " + micros.getTotalCount());
        }
        return micros;
    }

    private static String row(String name, Histogram micros) {
        return Markdown.text(
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                name,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }
}
