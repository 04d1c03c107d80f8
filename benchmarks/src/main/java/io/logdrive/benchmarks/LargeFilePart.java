package io.logdrive.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A small file that gets a line now and then, while a very large one is read from its beginning.
 *
 * <p>Confined to the main thread.
 */
final class LargeFilePart implements TailPart {
    private static final long TICK_MILLIS = 100;

    private final long lines;

    LargeFilePart(double gibibytes) {
        this.lines = (long) (gibibytes * (1L << 30) / LogBlock.LINE_BYTES);
    }

    @Override
    public String title() {
        return Markdown.text(
                "A file of %.1f GiB, and a small one",
                (double) lines * LogBlock.LINE_BYTES / (1L << 30));
    }

    @Override
    public String measure(TailBench on) throws Exception {
        Path folder = on.emptyFolder();
        Path large = on.write(folder, 1, lines).get(0);
        Path small = folder.resolve("small.log");
        TailBench.write(small, 1);
        Followed followed = new Followed();
        Histogram largeDelays = Followed.delays();
        Histogram smallDelays = Followed.delays();
        followed.add(List.of(large), largeDelays, lines);
        followed.add(List.of(small), smallDelays, 1);
        try (AckSink sink = new AckSink(followed);
                TailAgent agent = on.agent(folder, sink.port());
                SteadyWriter writer =
                        new SteadyWriter(
                                List.of(small),
                                1_000.0 / TICK_MILLIS,
                                TICK_MILLIS,
                                followed.notes())) {
            while (sink.lines() < 2) {
                agent.awaitWhileRunning(1);
            }
            smallDelays.reset();
            writer.start();
            long begin = sink.firstNanos();
            WrittenLines ofLarge = followed.notes().get(large.toString());
            while (ofLarge != null && ofLarge.acknowledged() < lines) {
                // Looks at what the sink has found, too.
                sink.lines();
                agent.awaitWhileRunning(10);
            }
            double took = (System.nanoTime() - begin) / 1e9;
            double cpu = agent.cpuSeconds();
            writer.end();
            Followed.await(sink, agent, lines + 1 + writer.written());
            String table =
                    "| | |\n|---|---:|\n"
                            + Markdown.text(
                                    "| the large file, s | %.1f |%n"
                                            + "| the large file, lines/s | %,.0f |%n"
                                            + "| the large file, MiB/s | %,.0f |%n"
                                            + "| agent: CPU s / million lines | %.2f |%n"
                                            + "| lines of the small file meanwhile | %,d |%n",
                                    took,
                                    lines / took,
                                    lines * (double) LogBlock.LINE_BYTES / (1 << 20) / took,
                                    cpu / lines * 1e6,
                                    writer.written())
                            + SteadyTailPart.memory(agent);
            agent.stop();
            return table
                    + "\n| ms from the write to the acknowledgement | p50 | p99 | p99.9 | max |\n"
                    + "|---|---:|---:|---:|---:|\n"
                    + Followed.row("the small file, a line each 100 ms", smallDelays);
        } finally {
            Files.deleteIfExists(large);
        }
    }
}
