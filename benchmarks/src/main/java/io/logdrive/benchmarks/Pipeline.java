package io.logdrive.benchmarks;

import io.logdrive.benchmarks.GcLog.GcFigures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends lines through a running server and finds out when they were stored.
 *
 * <p>Confined to the main thread.
 */
final class Pipeline {
    /** How exactly the end of storing is known: the wait between two looks at the queue. */
    static final Duration LOOK = Duration.ofMillis(25);

    /**
     * Lines that no machine stores between two looks: until then they can be rarer, and cost less.
     */
    private static final long FAR_FROM_EMPTY = 200_000;

    static final Duration STALL_MAX = Duration.ofSeconds(60);

    /** What its process is called in a {@link Result}. */
    static final String DATABASE = "database";

    private final Layout layout;
    private final Server server;
    private final Database database;
    private final Api api;
    private final int lineBytes;
    private final int linesPort;

    Pipeline(Layout layout, Server server, Database database, int lineBytes) {
        this(layout, server, database, lineBytes, server.linesPort());
    }

    /** What the agent sends to {@code linesPort}, from where it goes to the server. */
    Pipeline(Layout layout, Server server, Database database, int lineBytes, int linesPort) {
        this.linesPort = linesPort;
        this.layout = layout;
        this.server = server;
        this.database = database;
        this.api = new Api(server);
        this.lineBytes = lineBytes;
    }

    Api api() {
        return api;
    }

    /** Sends {@code lines}, waits until all of them are rows, and asks the ledger whether so. */
    Result send(long lines, int connections) throws IOException, InterruptedException {
        return send(AgentRun.Sending.max(lines, connections));
    }

    /** As {@link #send(long, int)}, at any rate. */
    Result send(AgentRun.Sending sending) throws IOException, InterruptedException {
        Api.Ledger before = api.ledger();
        Result result = run(sending);
        check(before, api.ledger(), sending.lines());
        return result;
    }

    /** Has the agent send, and waits only for its end. */
    AgentRun agent(AgentRun.Sending sending) throws IOException, InterruptedException {
        return AgentRun.send(layout, new AgentRun.Target(linesPort, lineBytes), sending);
    }

    /** As {@link #send}, but asks no database: for when that has no time to answer. */
    Result run(long lines, int connections) throws IOException, InterruptedException {
        return run(AgentRun.Sending.max(lines, connections));
    }

    private Result run(AgentRun.Sending sending) throws IOException, InterruptedException {
        Map<String, CpuMeter.Clock> clocks = new LinkedHashMap<>();
        List<Integer> pausesBefore = new ArrayList<>();
        for (Server.Part part : server.parts()) {
            clocks.put(part.processName(), part::cpuSeconds);
            pausesBefore.add(part.gc(0).pauses());
        }
        clocks.put(DATABASE, database::cpuSeconds);
        RunMeter meter = new RunMeter(server, database, api);
        CpuMeter cpu = new CpuMeter(clocks);
        AgentRun agent = agent(sending);
        Instant stored = awaitStored();
        CpuMeter.Used used = cpu.used(agent.cpuSeconds());
        meter.end();
        List<Usage> processes = new ArrayList<>();
        processes.add(new Usage("agent", agent.cpuSeconds(), agent.peakKilobytes()));
        GcFigures gc = new GcFigures(0, 0, 0);
        for (int i = 0; i < pausesBefore.size(); i++) {
            Server.Part part = server.parts().get(i);
            String name = part.processName();
            processes.add(
                    new Usage(
                            name, used.processes().getOrDefault(name, 0.0), part.peakKilobytes()));
            gc = gc.plus(part.gc(pausesBefore.get(i)));
        }
        double databaseCpu = used.processes().getOrDefault(DATABASE, 0.0);
        if (databaseCpu > 0) {
            processes.add(new Usage(DATABASE, databaseCpu, 0));
        }
        return new Result(
                sending.lines(),
                sending.connections(),
                new Times(
                        agent.firstSent(),
                        agent.accepted(),
                        Duration.between(agent.firstSent(), stored)),
                processes,
                gc,
                meter.details(sending.lines()),
                used.others());
    }

    /**
     * The queue's depth is what is looked at: two numbers in memory, where a look at the table
     * would take the database's time from the rows. A line leaves it when the destination has
     * acknowledged it, and that is after the commit.
     */
    Instant awaitStored() throws IOException, InterruptedException {
        long lowest = Long.MAX_VALUE;
        long lastProgress = System.nanoTime();
        while (true) {
            long depth = api.queuedLines();
            Instant now = Instant.now();
            if (depth == 0) {
                return now;
            }
            if (depth < lowest) {
                lowest = depth;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STALL_MAX.toNanos()) {
                throw new BenchmarkException(
                        "queue: expected to drain, found " + depth + " lines for " + STALL_MAX);
            }
            server.awaitWhileRunning(depth > FAR_FROM_EMPTY ? LOOK.multipliedBy(10) : LOOK);
        }
    }

    static void check(Api.Ledger before, Api.Ledger after, long lines) {
        long stored = after.stored() - before.stored();
        if (stored != lines || after.dead() != 0 || after.filtered() != 0 || after.missing() != 0) {
            throw new BenchmarkException(
                    "ledger: expected "
                            + lines
                            + " more stored and no others, found "
                            + stored
                            + " more and "
                            + after);
        }
    }

    /**
     * One run.
     *
     * <p>Immutable.
     *
     * @param lines how many were sent and stored
     * @param connections over how many connections
     * @param times how long it took
     * @param processes what each used, the agent first
     * @param gc what the servers' collectors did
     * @param details what else was measured
     * @param othersCpuSeconds what everybody else on the machine used meanwhile
     */
    record Result(
            long lines,
            int connections,
            Times times,
            List<Usage> processes,
            GcFigures gc,
            Details details,
            double othersCpuSeconds) {
        double acceptedRate() {
            return lines / (times.accepted.toNanos() / 1e9);
        }

        double storedRate() {
            return lines / (times.stored.toNanos() / 1e9);
        }
    }

    /**
     * What is behind a run's figures.
     *
     * <p>Immutable.
     *
     * @param stages CPU seconds by part of the way, of the servers' threads
     * @param measures by what they are
     */
    record Details(Map<String, Double> stages, Map<String, Double> measures) {
        /** Of a peer, into which nobody looks. */
        static final Details NONE = new Details(Map.of(), Map.of());
    }

    /** The first byte sent; from then to the confirmation and to the last commit. Immutable. */
    record Times(Instant firstSent, Duration accepted, Duration stored) {}

    /** What a process used; its peak is that since its start. Immutable. */
    record Usage(String process, double cpuSeconds, long peakKilobytes) {}
}
