package io.logdrive.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent that sends numbered lines of one source, acknowledged, through as many runs as it takes.
 *
 * <p>Thread-safe.
 */
final class DrillAgent {
    private static final Duration KILL_MAX = Duration.ofSeconds(10);

    private final String source;
    private final long lines;
    private final long rate;
    private final int port;
    private final Path folder;
    private final List<String> oddEnds = new ArrayList<>();
    private @Nullable AgentRun run;
    private int runs;
    private long acknowledged;

    /**
     * Not started yet.
     *
     * @param rate lines a second
     */
    DrillAgent(String source, long lines, long rate, int port, Path folder) {
        this.source = source;
        this.lines = lines;
        this.rate = rate;
        this.port = port;
        this.folder = folder;
    }

    String source() {
        return source;
    }

    /** How many lines it has to send. */
    long lines() {
        return lines;
    }

    /** Starts it where the position file says. */
    synchronized void start(String... javaOptions) {
        runs++;
        run =
                AgentRun.start(
                        folder,
                        port,
                        List.of(javaOptions),
                        Long.toString(rate),
                        "--ack",
                        "--numbered",
                        source,
                        "--position",
                        position().toString(),
                        "--lines",
                        Long.toString(lines),
                        "--confirm-timeout",
                        "10m");
    }

    synchronized boolean isAlive() {
        return run != null && run.isAlive();
    }

    synchronized long pid() {
        return current().process().pid();
    }

    /** SIGKILL; its id. */
    synchronized long kill() {
        AgentRun current = current();
        current.process().kill();
        return current.process().pid();
    }

    /** Waits for it to end by itself; its status. */
    int awaitExit(Duration atMost) {
        AgentRun current = current();
        return current.process().awaitExit(atMost);
    }

    /**
     * Looks whether it is done, and starts it again when it ended without being done, which it
     * should not.
     */
    synchronized boolean isDone() {
        if (isAlive()) {
            return false;
        }
        int status = current().process().awaitExit(KILL_MAX);
        if (status == 0 && acknowledged() == lines) {
            return true;
        }
        oddEnds.add(
                source
                        + ": expected to end with status 0 and "
                        + lines
                        + " lines acknowledged, found status "
                        + status
                        + " and "
                        + acknowledged());
        if (oddEnds.size() > 3) {
            return true;
        }
        start();
        return false;
    }

    /** How it ended although nobody had killed it. */
    synchronized List<String> oddEnds() {
        return List.copyOf(oddEnds);
    }

    /** How often it was started. */
    synchronized int runs() {
        return runs;
    }

    /** Lines from the first on that the position file says are acknowledged; it lags a little. */
    synchronized long acknowledged() {
        acknowledged = Math.max(acknowledged, positionField(3));
        return acknowledged;
    }

    /** Lines that may have been sent, by the position file. */
    synchronized long attempted() {
        return positionField(4);
    }

    /** Lines sent again by runs that came to their summary. */
    synchronized long resent() {
        return current().summary().path("resent").asLong(0);
    }

    private long positionField(int index) {
        try {
            if (!Files.exists(position())) {
                return 0;
            }
            for (String line : Files.readAllLines(position())) {
                String[] fields = line.split(" ", -1);
                if (fields.length == 5 && fields[2].equals(source)) {
                    return Long.parseLong(fields[index]);
                }
            }
            return 0;
        } catch (IOException e) {
            // It is being replaced: what was known before still holds.
            return 0;
        }
    }

    private Path position() {
        return folder.resolve(source + ".position");
    }

    private synchronized AgentRun current() {
        if (run == null) {
            throw new IllegalStateException(source + ": not started");
        }
        return run;
    }
}
