package io.logdrive.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a rate is kept over minutes, and what that takes.
 *
 * <p>Confined to the main thread.
 */
final class SustainPart implements LoadPart {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final double LONG_SECONDS = 60;
    private static final double LONG_WINDOW = 10;

    private final int rate;
    private final long lines;

    SustainPart(int rate, double minutes) {
        this.rate = rate;
        this.lines = Math.round(rate * minutes * 60);
    }

    @Override
    public String title() {
        return Markdown.text("%,d lines/s, %,d lines", rate, lines);
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Session session = on.begin();
        Map<Server.Part, Integer> pausesBefore = new HashMap<>();
        for (Server.Part part : session.server().parts()) {
            pausesBefore.put(part, part.gc(0).pauses());
        }
        Pipeline.Result result;
        List<Moment> moments;
        try (Sampler sampler = Sampler.start(session, EVERY)) {
            result = session.send(AgentRun.Sending.steady(rate, lines, LoadBench.CONNECTIONS));
            moments = sampler.end();
        }
        Map<Server.Part, Sample> heap = new HashMap<>();
        for (Server.Part part : session.server().parts()) {
            heap.put(part, part.heapAfter(pausesBefore.getOrDefault(part, 0)));
        }
        on.end(session);
        return rates(result, moments)
                + Markdown.processes(result, written(moments))
                + collector(result, session.server().parts(), heap)
                + charts(on.charts(), result, moments);
    }

    private String rates(Pipeline.Result result, List<Moment> moments) {
        double begin = seconds(result);
        double accepted = result.times().accepted().toNanos() / 1e9;
        double window = window(result);
        Series queued = Series.of(moments, Moment::queued);
        return Markdown.text(
                        "| lines/s | whole time | min | median | max of each %.0f s |%n"
                                + "|---|---:|---:|---:|---:|%n"
                                + "| offered | %,d | | | |%n",
                        window, rate)
                + row("accepted", result.acceptedRate(), taken(result, moments))
                + row("**stored**", result.storedRate(), stored(result, moments))
                + Markdown.text(
                        "%nIn %,.1f s; deepest queue %,.0f lines, %,.0f when the agent had ended,"
                                + " empty %,.2f s later. Looked at each second.%n",
                        accepted,
                        queued.max(),
                        queued.at(begin + accepted),
                        result.times().stored().minus(result.times().accepted()).toNanos() / 1e9);
    }

    private static String row(String name, double whole, List<Series.Window> windows) {
        if (windows.isEmpty()) {
            return Markdown.text("| %s | %,.0f | | | |%n", name, whole);
        }
        Sample sample = new Sample();
        windows.forEach(window -> sample.add(window.perSecond()));
        return Markdown.spread(Markdown.text("%s | %,.0f", name, whole), sample);
    }

    private static String collector(
            Pipeline.Result result, List<Server.Part> parts, Map<Server.Part, Sample> heap) {
        StringBuilder text = new StringBuilder();
        text.append(
                Markdown.text(
                        "%nGarbage collection: %,d pauses, %,.0f ms, %.1f %% of the time.",
                        result.gc().pauses(),
                        result.gc().millis(),
                        result.gc().millis() / result.times().stored().toMillis() * 100));
        for (Server.Part part : parts) {
            Sample after = heap.get(part);
            if (after != null && !after.isEmpty()) {
                text.append(
                        Markdown.text(
                                " Heap of %s after a pause: min %.0f, median %.0f, max %.0f MiB.",
                                part.processName(), after.min(), after.median(), after.max()));
            }
        }
        return text.append('\n').toString();
    }

    private String charts(Charts charts, Pipeline.Result result, List<Moment> moments)
            throws java.io.IOException {
        double begin = seconds(result);
        double window = window(result);
        LineChart rates =
                new LineChart(
                        Markdown.text("%,d lines/s offered", rate),
                        "s",
                        Markdown.text("lines/s, mean of %.0f s", window),
                        false,
                        List.of(
                                line("accepted", taken(result, moments)),
                                line("stored", stored(result, moments))));
        LineChart queue =
                new LineChart(
                        Markdown.text("Lines in the queue at %,d lines/s", rate),
                        "s",
                        "lines",
                        false,
                        List.of(
                                new LineChart.Line(
                                        "queued",
                                        moments.stream().map(m -> m.seconds() - begin).toList(),
                                        moments.stream().map(m -> (double) m.queued()).toList())));
        return charts.add("sustain-" + rate, rates) + charts.add("sustain-queue-" + rate, queue);
    }

    private static LineChart.Line line(String name, List<Series.Window> windows) {
        return new LineChart.Line(
                name,
                windows.stream().map(Series.Window::end).toList(),
                windows.stream().map(Series.Window::perSecond).toList());
    }

    private static List<Series.Window> taken(Pipeline.Result result, List<Moment> moments) {
        return windows(Series.of(moments, m -> m.stored() + m.queued()), result);
    }

    private static List<Series.Window> stored(Pipeline.Result result, List<Moment> moments) {
        return windows(Series.of(moments, Moment::stored), result);
    }

    /** While the agent sends. */
    private static List<Series.Window> windows(Series series, Pipeline.Result result) {
        double begin = seconds(result);
        double end = begin + result.times().accepted().toNanos() / 1e9;
        return series.windows(begin, end, window(result));
    }

    private static double window(Pipeline.Result result) {
        return result.times().accepted().toSeconds() >= LONG_SECONDS ? LONG_WINDOW : 1;
    }

    private static double seconds(Pipeline.Result result) {
        return result.times().firstSent().toEpochMilli() / 1e3;
    }

    /** What each process made the kernel write, in bytes. */
    static Map<String, Long> written(List<Moment> moments) {
        Map<String, Long> written = new HashMap<>();
        for (String process : moments.get(moments.size() - 1).uses().keySet()) {
            Series bytes = Series.of(moments, m -> m.use(process).writtenBytes());
            written.put(process, (long) bytes.change());
        }
        return written;
    }
}
