package io.logdrive.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How soon an agent that is started on many files sends, and what it takes when nothing is written.
 *
 * <p>Confined to the main thread.
 */
final class QuietTailPart implements TailPart {
    private static final int STARTS = 5;
    private static final int LINES = 100;

    /** Until files count as quiet, and the JVM has compiled what the start made hot. */
    private static final long SETTLE_MILLIS = 60_000;

    private final int idleSeconds;

    QuietTailPart(int idleSeconds) {
        this.idleSeconds = idleSeconds;
    }

    @Override
    public String title() {
        return "Start, and idle";
    }

    @Override
    public String measure(TailBench on) throws Exception {
        Path folder = on.emptyFolder();
        List<Path> files = on.write(folder, on.files(), LINES);
        Sample first = new Sample();
        Sample all = new Sample();
        StringBuilder idle = new StringBuilder();
        for (int start = 1; start <= STARTS; start++) {
            Followed followed = new Followed();
            followed.add(files, Followed.delays(), LINES);
            try (AckSink sink = new AckSink(followed);
                    TailAgent agent = on.agent(folder, sink.port())) {
                Followed.await(sink, agent, (long) on.files() * LINES);
                first.add((sink.firstNanos() - agent.startedNanos()) / 1e6);
                all.add((sink.lastNanos() - agent.startedNanos()) / 1e6);
                if (start == STARTS) {
                    idle(agent, idle);
                }
                agent.stop();
            }
        }
        return "| | |\n|---|---:|\n"
                + Markdown.text(
                        "| from its start to the first acknowledgement, ms: min, median, max of %d"
                                + " | %.0f, %.0f, %.0f |%n"
                                + "| until all %,d lines of %,d files are acknowledged, ms |"
                                + " %.0f, %.0f, %.0f |%n",
                        STARTS,
                        first.min(),
                        first.median(),
                        first.max(),
                        (long) on.files() * LINES,
                        on.files(),
                        all.min(),
                        all.median(),
                        all.max())
                + idle;
    }

    private void idle(TailAgent agent, StringBuilder table) throws Exception {
        agent.awaitWhileRunning(SETTLE_MILLIS);
        CpuMeter cpu = new CpuMeter(Map.of("agent", agent::cpuSeconds));
        long before = System.nanoTime();
        agent.awaitWhileRunning(TimeUnit.SECONDS.toMillis(idleSeconds));
        double took = (System.nanoTime() - before) / 1e9;
        CpuMeter.Used used = cpu.used(0);
        table.append(
                Markdown.text(
                        "| idle: CPU, %% of one core over %.0f s | %.2f |%n"
                                + "| idle: resident, MiB | %.0f |%n"
                                + "| idle: descriptors | %,d |%n"
                                + "| others' CPUs meanwhile | %.2f |%n",
                        took,
                        used.processes().getOrDefault("agent", 0.0) / took * 100,
                        agent.residentMebibytes(),
                        agent.descriptors(),
                        used.others() / took));
        table.append(SteadyTailPart.memory(agent));
    }
}
