package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An agent that sends at a steady rate beside what is measured.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int END_SECONDS_MAX = 30;

    private final Process agent;
    private final Path output;
    private final Api api;

    private SteadyLoad(Process agent, Path output, Api api) {
        this.agent = agent;
        this.output = output;
        this.api = api;
    }

    static SteadyLoad start(Layout layout, Server server, Api api, int linesPerSecond)
            throws IOException {
        Path output = server.data().resolve("agent-steady.out");
        ProcessBuilder builder =
                new ProcessBuilder(
                        layout.tool("java").toString(),
                        "-Xmx128m",
                        "-jar",
                        layout.agent().toString(),
                        Integer.toString(linesPerSecond),
                        "--duration",
                        "24h",
                        "--connections",
                        "4",
                        "--port",
                        Integer.toString(server.linesPort()));
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new SteadyLoad(builder.start(), output, api);
    }

    /** What is stored by now. */
    Mark mark() throws IOException, InterruptedException {
        if (!agent.isAlive()) {
            throw new BenchmarkException(
                    "agent: expected to run, found:\n" + Files.readString(output));
        }
        return new Mark(api.storedSinceStart(), api.queuedLines(), System.nanoTime());
    }

    /** Ends it in order, and waits until all that it sent is stored: the next part counts, too. */
    @Override
    public void close() {
        agent.destroy();
        try {
            if (!agent.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                agent.destroyForcibly();
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS_MAX);
            while (api.queuedLines() > 0 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Whoever asks next will hear the same.
            return;
        }
    }

    /** A moment. Immutable. */
    record Mark(long stored, long queued, long nanos) {
        /** Lines stored in a second between the two. */
        double rateUntil(Mark later) {
            return (later.stored - stored) / ((later.nanos - nanos) / 1e9);
        }
    }
}
