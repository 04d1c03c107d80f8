package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What Logdrive takes when it does nothing, and how soon it does something.
 *
 * <p>Confined to the main thread.
 */
final class FootprintPart implements LoadPart {
    private static final int STARTS = 3;
    private static final int AGENT_STARTS = 10;
    private static final Duration SETTLE = Duration.ofSeconds(60);

    /** For a second, so that its memory can be looked at. */
    private static final int AGENT_LINES = 1_000;

    private final Duration idle;

    FootprintPart(Duration idle) {
        this.idle = idle;
    }

    @Override
    public String title() {
        return "Footprint";
    }

    @Override
    public String measure(LoadBench on) throws Exception {
        Path data = on.emptyData();
        Sample later = new Sample();
        double first = start(on, data, null);
        for (int start = 2; start < STARTS; start++) {
            later.add(start(on, data, null));
        }
        StringBuilder idling = new StringBuilder();
        later.add(start(on, data, idling));
        return "| | |\n|---|---:|\n"
                + Markdown.text(
                        "| `payara/run` to ready, empty data, s | %.1f |%n"
                                + "| the same, later starts, s | %s |%n",
                        first, listed(later))
                + idling
                + agent(on);
    }

    /** Starts and stops it, and looks at it while it idles, if that is to be told. */
    private double start(
            LoadBench on, Path data, @org.jspecify.annotations.Nullable StringBuilder idling)
            throws Exception {
        long begin = System.nanoTime();
        Session session = on.beginCold(data, on.options());
        double seconds = (System.nanoTime() - begin) / 1e9;
        on.progress().say("ready after %.1f s", seconds);
        if (idling != null) {
            idle(on, session, idling);
        }
        on.end(session);
        return seconds;
    }

    private void idle(LoadBench on, Session session, StringBuilder table) throws Exception {
        Server server = session.server();
        server.awaitWhileRunning(SETTLE);
        Moment before;
        Moment after;
        try (Sampler sampler = Sampler.ofQueue(session, idle)) {
            server.awaitWhileRunning(idle);
            java.util.List<Moment> moments = sampler.end();
            before = moments.get(0);
            after = moments.get(moments.size() - 1);
        }
        for (String process : new java.util.TreeSet<>(after.uses().keySet())) {
            double cpu = after.use(process).cpuSeconds() - before.use(process).cpuSeconds();
            table.append(
                    Markdown.text(
                            "| %s, idle since a minute: CPU, %% of one core over %,.0f s | %.2f"
                                    + " |%n",
                            process,
                            after.seconds() - before.seconds(),
                            cpu / (after.seconds() - before.seconds()) * 100));
        }
        for (Server.Part part : server.parts()) {
            long resident = part.residentKilobytes();
            int pauses = part.gc(0).pauses();
            on.layout().jcmd(part.pid(), "GC.run");
            table.append(
                    Markdown.text(
                            "| %s, idle: resident, MiB | %,d |%n"
                                    + "| %s, idle: heap used, MiB | %,d |%n"
                                    + "| the same after a full collection, MiB | %,.0f |%n",
                            part.processName(),
                            resident >> 10,
                            part.processName(),
                            part.heapPeak(pauses) >> 20,
                            part.heapAfter(pauses).last()));
        }
    }

    private static String agent(LoadBench on) throws Exception {
        Sample millis = new Sample();
        Sample peak = new Sample();
        try (DiscardServer discard = DiscardServer.start()) {
            AgentRun.Target target = new AgentRun.Target(discard.port(), LoadBench.LINE_BYTES);
            for (int start = 1; start <= AGENT_STARTS; start++) {
                AgentRun agent =
                        AgentRun.send(
                                on.layout(),
                                target,
                                AgentRun.Sending.steady(AGENT_LINES, AGENT_LINES, 1));
                millis.add(Duration.between(agent.started(), agent.firstSent()).toNanos() / 1e6);
                peak.add(agent.peakKilobytes() / 1024.0);
            }
        }
        return Markdown.text(
                "| agent, from its start to the first byte, ms: min, median, max of %d |"
                        + " %.0f, %.0f, %.0f |%n"
                        + "| agent at %,d lines/s: resident at most, MiB, median | %.0f |%n",
                AGENT_STARTS,
                millis.min(),
                millis.median(),
                millis.max(),
                AGENT_LINES,
                peak.median());
    }

    private static String listed(Sample sample) {
        StringBuilder text = new StringBuilder();
        for (double value : sample.values()) {
            text.append(text.length() == 0 ? "" : ", ").append(Markdown.text("%.1f", value));
        }
        return text.toString();
    }
}
