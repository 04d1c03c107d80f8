package io.logdrive.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * What open tails cost the inserts, and how soon they show what was committed.
 *
 * <p>Confined to the main thread.
 */
final class TailsPart implements Part {
    private static final int CONNECTIONS = 4;
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofSeconds(20);

    private final int tails;
    private final QueryPlan.Load load;
    private final Sample without = new Sample();
    private final Sample with = new Sample();

    TailsPart(int tails, QueryPlan.Load load) {
        this.tails = tails;
        this.load = load;
    }

    @Override
    public String measure(FilledServer on) throws Exception {
        on.pipeline().send(load.lines(), CONNECTIONS);
        long bytes = 0;
        for (int run = 1; run <= load.runs(); run++) {
            on.database().settle(on.server().data());
            without.add(on.pipeline().send(load.lines(), CONNECTIONS).storedRate());
            on.database().settle(on.server().data());
            try (TailClients clients = TailClients.open(on.server(), tails)) {
                with.add(on.pipeline().send(load.lines(), CONNECTIONS).storedRate());
                bytes += clients.bytes();
            }
            on.progress()
                    .say(
                            "run %d: stored %,.0f, with tails %,.0f",
                            run, without.last(), with.last());
        }
        StringBuilder table = new StringBuilder();
        table.append("| lines/s stored, all that is taken | min | median | max |\n");
        table.append("|---|---:|---:|---:|\n");
        table.append(row("no tail", without));
        table.append(row(tails + " tails", with));
        table.append(row("with ÷ without", with.over(without)));
        table.append(
                String.format(
                        Locale.ROOT,
                        "%n%,d bytes were sent to all tails for %,d lines.%n%n",
                        bytes,
                        load.lines() * load.runs()));
        table.append(
                "| ms to the event | messages looked at | p50 | p95 | p99 | max | dropped |\n");
        table.append("|---|---:|---:|---:|---:|---:|---:|\n");
        table.append(delay(on, 1));
        table.append(delay(on, tails));
        return table.toString();
    }

    private String delay(FilledServer on, int open) throws Exception {
        try (SteadyLoad steady =
                        SteadyLoad.start(
                                on.layout(), on.server(), on.api(), load.linesPerSecond());
                TailClients others = TailClients.open(on.server(), open - 1)) {
            on.server().awaitWhileRunning(SETTLE);
            SteadyLoad.Mark begin = steady.mark();
            try (TailWatch watch = TailWatch.open(on.api())) {
                on.server().awaitWhileRunning(WATCH);
                SteadyLoad.Mark end = steady.mark();
                on.progress()
                        .say(
                                "%d tail(s), %,.0f lines/s, %,d bytes to others",
                                open, begin.rateUntil(end), others.bytes());
                return delays(on, watch, open, begin.rateUntil(end));
            }
        }
    }

    private static String delays(FilledServer on, TailWatch watch, int open, double rate)
            throws IOException, SQLException {
        watch.close();
        Sample commit = watch.sinceCommit(on.database(), on.server().data());
        String at =
                String.format(
                        Locale.ROOT,
                        ", %d tail%s, %,.0f lines/s stored",
                        open,
                        open == 1 ? "" : "s",
                        rate);
        String text = commit.isEmpty() ? "" : delayRow("from the commit" + at, commit, watch);
        Sample received = watch.sinceReceived();
        return received.isEmpty()
                ? text
                : text + delayRow("from the receipt by ingest" + at, received, watch);
    }

    private static String delayRow(String name, Sample millis, TailWatch watch) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f | %,d |%n",
                name,
                millis.count(),
                millis.percentile(50),
                millis.percentile(95),
                millis.percentile(99),
                millis.max(),
                watch.dropped());
    }

    private static String row(String name, Sample sample) {
        String format =
                sample.max() < 10
                        ? "| %s | %.2f | %.2f | %.2f |%n"
                        : "| %s | %,.0f | %,.0f | %,.0f |%n";
        return String.format(
                Locale.ROOT, format, name, sample.min(), sample.median(), sample.max());
    }
}
