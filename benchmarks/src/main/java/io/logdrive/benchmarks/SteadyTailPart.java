package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Many files, of which some are written to all the time, at a steady rate.
 *
 * <p>Confined to the main thread.
 */
final class SteadyTailPart implements TailPart {
    /** While the JVM compiles what is hot; not counted. */
    private static final long WARM_UP_MILLIS = 15_000;

    private static final long TICK_MILLIS = 5;
    private static final int QUIET_PER_SECOND = 100;

    private final int rate;
    private final int seconds;

    SteadyTailPart(int rate, int seconds) {
        this.rate = rate;
        this.seconds = seconds;
    }

    @Override
    public String title() {
        return Markdown.text("%,d lines/s", rate);
    }

    @Override
    public String measure(TailBench on) throws Exception {
        Path folder = on.emptyFolder();
        List<Path> files = on.write(folder, on.files(), 1);
        List<Path> busy = files.subList(0, on.busy());
        List<Path> quiet = files.subList(on.busy(), files.size());
        Followed followed = new Followed();
        Histogram busyDelays = Followed.delays();
        Histogram quietDelays = Followed.delays();
        followed.add(busy, busyDelays, 1);
        followed.add(quiet, quietDelays, 1);
        try (AckSink sink = new AckSink(followed);
                TailAgent agent = on.agent(folder, sink.port());
                SteadyWriter many = new SteadyWriter(busy, rate, TICK_MILLIS, followed.notes());
                SteadyWriter few =
                        new SteadyWriter(
                                quiet,
                                QUIET_PER_SECOND,
                                1_000 / QUIET_PER_SECOND,
                                followed.notes())) {
            Followed.await(sink, agent, files.size());
            many.start();
            few.start();
            agent.awaitWhileRunning(WARM_UP_MILLIS);
            busyDelays.reset();
            quietDelays.reset();
            return measure(on, sink, agent, many, few)
                    + "\n| ms from the write to the acknowledgement | p50 | p99 | p99.9 | max |\n"
                    + "|---|---:|---:|---:|---:|\n"
                    + Followed.row("busy files", busyDelays)
                    + Followed.row("files with a line each " + each(quiet) + " s", quietDelays);
        }
    }

    private static long each(List<Path> quiet) {
        return quiet.size() / QUIET_PER_SECOND;
    }

    private String measure(
            TailBench on, AckSink sink, TailAgent agent, SteadyWriter many, SteadyWriter few)
            throws IOException, InterruptedException {
        CpuMeter cpu = new CpuMeter(Map.of("agent", agent::cpuSeconds));
        double own = ProcFiles.cpuSeconds(ProcFiles.ownStat());
        long linesBefore = sink.lines();
        long before = System.nanoTime();
        agent.awaitWhileRunning(TimeUnit.SECONDS.toMillis(seconds));
        double took = (System.nanoTime() - before) / 1e9;
        double lines = sink.lines() - linesBefore;
        CpuMeter.Used used = cpu.used(0);
        own = ProcFiles.cpuSeconds(ProcFiles.ownStat()) - own;
        double agentCpu = used.processes().getOrDefault("agent", 0.0);
        long descriptors = agent.descriptors();
        many.end();
        few.end();
        long end = System.nanoTime();
        Followed.await(sink, agent, many.written() + few.written() + on.files());
        double behind = (System.nanoTime() - end) / 1e6;
        String table =
                "| | |\n|---|---:|\n"
                        + Markdown.text(
                                "| written, lines/s | %,.0f |%n"
                                        + "| **acknowledged**, lines/s over %.0f s | %,.0f |%n"
                                        + "| the last line acknowledged after the last was"
                                        + " written, ms | %.0f |%n"
                                        + "| agent: CPU s / million lines | %.2f |%n"
                                        + "| agent: cores busy | %.2f |%n"
                                        + "| writer and receiver: cores busy | %.2f |%n"
                                        + "| others' CPUs | %.2f |%n",
                                (double) rate + QUIET_PER_SECOND,
                                took,
                                lines / took,
                                behind,
                                agentCpu / lines * 1e6,
                                agentCpu / took,
                                own / took,
                                used.others() / took)
                        + memory(agent)
                        + Markdown.text("| agent: descriptors | %,d |%n", descriptors);
        agent.stop();
        return table;
    }

    /** What it has taken so far. */
    static String memory(TailAgent agent) throws IOException {
        GcLog.GcFigures collections = agent.collections();
        return Markdown.text(
                "| agent: resident at most, MiB | %.0f |%n"
                        + "| agent: heap after a collection, the most, MiB | %.0f |%n"
                        + "| agent: collections, and their pauses in ms | %d, %.0f |%n",
                agent.peakMebibytes(),
                agent.heapAfterMebibytes(),
                collections.pauses(),
                collections.millis());
    }
}
