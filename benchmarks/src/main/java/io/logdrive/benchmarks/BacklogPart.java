package io.logdrive.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast ingest takes lines while the destination does not run, and how fast these are stored
 * when it runs again.
 *
 * <p>Confined to the main thread.
 */
final class BacklogPart implements LoadPart {
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final List<String> PROCESSES =
            List.of("ingest", "destination", Pipeline.DATABASE);

    private final long lines;

    BacklogPart(long lines) {
        this.lines = lines;
    }

    @Override
    public String title() {
        return Markdown.text("A backlog of %,d lines", lines);
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Session session = on.begin(on.emptyData(), on.options().asApart());
        Api.Ledger before = session.api().ledger();
        on.database().settle(session.server().data());
        session.server().stopDestination();
        on.progress().say("the destination has stopped; sending %,d lines ...", lines);
        Phase filled = fill(session);
        on.progress().say("starting the destination ...");
        on.database().settle(session.server().data());
        double launched = now();
        Phase drained = drain(session);
        Pipeline.check(before, session.api().ledger(), lines);
        session.expect(lines);
        on.end(session);
        return filled.summary("Accepted, the destination stopped")
                + filled.table()
                + Markdown.text(
                        "%n%s%s",
                        drained.summary(
                                Markdown.text(
                                        "Stored, from %.1f s after its start on",
                                        drained.times.get(0) - launched)),
                        drained.table())
                + chart(on.charts(), filled, drained);
    }

    private Phase fill(Session session) throws IOException, InterruptedException {
        try (Sampler sampler = Sampler.ofQueue(session, EVERY)) {
            AgentRun agent =
                    session.pipeline().agent(AgentRun.Sending.max(lines, LoadBench.CONNECTIONS));
            List<Moment> moments = sampler.end();
            long queued = moments.get(moments.size() - 1).queued();
            if (queued != lines) {
                throw new BenchmarkException(
                        "queue: expected " + lines + " lines, as confirmed, found " + queued);
            }
            double begin = agent.firstSent().toEpochMilli() / 1e3;
            Series queue = Series.of(moments, Moment::queued);
            return new Phase(lines, moments, queue, begin, agent.accepted().toNanos() / 1e9);
        }
    }

    private Phase drain(Session session) throws IOException, InterruptedException {
        try (Sampler sampler = Sampler.ofQueue(session, EVERY)) {
            session.server().startDestination();
            session.server().awaitReady();
            session.pipeline().awaitStored();
            List<Moment> moments = sampler.end();
            Series left = Series.of(moments, m -> lines - m.queued());
            double begin = left.lastNotOver(0);
            return new Phase(lines, moments, left, begin, left.when((double) lines) - begin);
        }
    }

    private static double now() {
        return Instant.now().toEpochMilli() / 1e3;
    }

    private static String chart(Charts charts, Phase filled, Phase drained) throws IOException {
        List<LineChart.Line> cpu = new ArrayList<>();
        for (String process : PROCESSES) {
            if (drained.uses(process)) {
                cpu.add(new LineChart.Line(process, Phase.PERCENTS, drained.cpu(process)));
            }
        }
        return charts.add(
                        "backlog",
                        new LineChart(
                                Markdown.text("A backlog of %,d lines", drained.lines),
                                "% of the backlog",
                                "lines/s",
                                false,
                                List.of(
                                        new LineChart.Line(
                                                "accepted", Phase.PERCENTS, filled.rates()),
                                        new LineChart.Line(
                                                "stored", Phase.PERCENTS, drained.rates()))))
                + charts.add(
                        "backlog-cpu",
                        new LineChart(
                                "CPU while the backlog is stored",
                                "% of the backlog",
                                "CPU s / million lines",
                                false,
                                cpu));
    }

    /** The way into the queue, or out of it, by tenths. Immutable. */
    private static final class Phase {
        private static final List<Double> PERCENTS =
                List.of(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);

        private final long lines;
        private final List<Moment> moments;
        private final double seconds;
        private final List<Double> times;

        private Phase(
                long lines, List<Moment> moments, Series count, double begin, double seconds) {
            this.lines = lines;
            this.moments = moments;
            this.seconds = seconds;
            this.times = count.tenths(begin, (double) lines);
        }

        private boolean uses(String process) {
            return moments.stream().anyMatch(m -> m.uses().containsKey(process));
        }

        /** Lines a second in each tenth. */
        private List<Double> rates() {
            List<Double> rates = new ArrayList<>();
            for (int i = 1; i < times.size(); i++) {
                rates.add(lines / 10.0 / (times.get(i) - times.get(i - 1)));
            }
            return rates;
        }

        /** CPU seconds for a million lines in each tenth. */
        private List<Double> cpu(String process) {
            Series series = Series.of(moments, m -> m.use(process).cpuSeconds());
            List<Double> cpu = new ArrayList<>();
            for (int i = 1; i < times.size(); i++) {
                double seconds = series.at(times.get(i)) - series.at(times.get(i - 1));
                cpu.add(seconds * 1e7 / lines);
            }
            return cpu;
        }

        private String summary(String what) {
            return Markdown.text(
                    "%s: **%,.0f lines/s** over %,.1f s. Looked at every %d ms.%n%n",
                    what, lines / seconds, seconds, EVERY.toMillis());
        }

        private String table() {
            List<String> shown = PROCESSES.stream().filter(this::uses).toList();
            StringBuilder table = new StringBuilder("| percent of the lines | lines/s");
            shown.forEach(p -> table.append(" | ").append(p).append(", CPU s / million"));
            table.append(" |\n|---:|---:").append("|---:".repeat(shown.size())).append("|\n");
            List<Double> rates = rates();
            List<List<Double>> cpus = shown.stream().map(this::cpu).toList();
            for (int i = 0; i < rates.size(); i++) {
                int tenth = i;
                table.append(Markdown.text("| %.0f | %,.0f", PERCENTS.get(i), rates.get(i)));
                cpus.forEach(cpu -> table.append(Markdown.text(" | %.2f", cpu.get(tenth))));
                table.append(" |\n");
            }
            return table.toString();
        }
    }
}
