package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The whole measurement: in each round the pipeline over each number of connections, then the
 * floors, so that what else goes on in the machine hits all alike.
 *
 * <p>Confined to the main thread.
 */
final class Measurement {
    private final Plan plan;
    private final Layout layout;
    private final Progress progress;
    private final Figures figures = new Figures();
    private final Path scratch;
    private volatile @Nullable Session session;
    private volatile @Nullable Database database;
    private @Nullable SampleRows rows;
    private boolean floorsWarm;

    Measurement(Plan plan, Layout layout, Progress progress) throws IOException {
        this.plan = plan;
        this.layout = layout;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        this.scratch = Files.createTempDirectory(layout.scratch(), "data");
    }

    /**
     * Measures, and checks the rows.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            database = plan.database().open(layout, scratch.resolve("database"), Map.of());
            for (int round = 1; round <= plan.runs(); round++) {
                for (int connections : plan.load().connections()) {
                    pipeline(round, connections);
                }
                if (plan.floors()) {
                    floors(round);
                }
            }
            endSession();
            return new Report(figures, heading(command)).markdown();
        } finally {
            atTheEnd.close();
        }
    }

    private void pipeline(int round, int connections) throws Exception {
        Session current = session;
        if (current == null || plan.fresh()) {
            endSession();
            current = beginSession();
        }
        Pipeline.Result result = current.send(plan.load().sending(connections));
        figures.add(result);
        progress.say(
                "run %d, connections %d: accepted %,.0f lines/s, stored %,.0f lines/s",
                round, connections, result.acceptedRate(), result.storedRate());
        if (rows == null && plan.floors()) {
            rows = SampleRows.fetch(current.api());
        }
    }

    private void floors(int round) throws Exception {
        SampleRows sample = rows;
        if (sample == null) {
            return;
        }
        for (Floor floor : database().floors()) {
            if (!floorsWarm && plan.load().warmUp() > 0) {
                insert(floor, sample, plan.load().warmUp());
            }
            double cpuBefore = ProcFiles.cpuSeconds(ProcFiles.ownStat()) + database().cpuSeconds();
            double rate = insert(floor, sample, plan.load().lines());
            double cpu =
                    ProcFiles.cpuSeconds(ProcFiles.ownStat()) + database().cpuSeconds() - cpuBefore;
            figures.addFloor(floor.text(), rate, cpu * 1e6 / plan.load().lines());
            progress.say("run %d, %s: %,.0f rows/s", round, floor.text(), rate);
        }
        floorsWarm = true;
        agentAlone(round);
        queueAlone(round);
    }

    private void agentAlone(int round) throws Exception {
        for (int connections : plan.load().connections()) {
            try (DiscardServer discard = DiscardServer.start()) {
                AgentRun agent =
                        AgentRun.send(
                                layout,
                                new AgentRun.Target(discard.port(), plan.load().lineBytes()),
                                plan.load().sending(connections).unacknowledged());
                double rate = perSecond(plan.load().lines(), agent.accepted());
                figures.addAlone(
                        "agent into a discarding socket, " + Report.over(connections), rate);
                progress.say(
                        "run %d, agent alone, connections %d: %,.0f", round, connections, rate);
            }
        }
    }

    private void queueAlone(int round) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "queue");
        Plan.Load load = plan.load();
        double rate =
                perSecond(load.lines(), QueueFloor.carry(folder, load.lines(), load.lineBytes()));
        Scratch.delete(folder);
        figures.addAlone(QueueFloor.TEXT, rate);
        progress.say("run %d, %s: %,.0f lines/s", round, QueueFloor.TEXT, rate);
    }

    private double insert(Floor floor, SampleRows sample, long count)
            throws SQLException, IOException {
        Path folder = Files.createTempDirectory(scratch, "floor");
        Duration time = floor.insert(folder, sample, count);
        database().drop(folder);
        Scratch.delete(folder);
        return perSecond(count, time);
    }

    private Session beginSession() throws Exception {
        Path data = Files.createTempDirectory(scratch, "server");
        progress.say("starting the server ...");
        Session begun =
                Session.begin(layout, database(), plan.server(), data, plan.load().lineBytes());
        session = begun;
        begun.warmUp(plan.load().warmingUp());
        FlightRecording recording = recording();
        if (recording != null) {
            recording.start(begun.server());
        }
        return begun;
    }

    /** Stops the server and looks whether its table holds what was sent, line by line. */
    private void endSession() throws Exception {
        Session ended = session;
        if (ended == null) {
            return;
        }
        FlightRecording recording = recording();
        if (recording != null) {
            recording.stop(ended.server());
        }
        ended.stop();
        session = null;
        progress.say("checking %,d rows ...", ended.rows());
        ended.checkRows();
    }

    private @Nullable FlightRecording recording() {
        Path file = plan.recording();
        if (file == null && plan.flameGraph() == null) {
            return null;
        }
        Path kept = file == null ? scratch.resolve("benchmark.jfr") : file;
        return new FlightRecording(layout, kept, plan.flameGraph());
    }

    private String heading(String command) throws IOException, InterruptedException {
        Plan.Load load = plan.load();
        StringBuilder text = new StringBuilder(Machine.heading(layout.root(), command));
        text.append("- ").append(database().text()).append('\n');
        text.append(
                String.format(
                        Locale.ROOT,
                        "- %,d lines of about %d bytes a run, %d run(s), %s; before, uncounted,"
                                + " %,d lines%n",
                        load.lines(),
                        load.lineBytes(),
                        plan.runs(),
                        plan.fresh() ? "a new server for each" : "one server for all",
                        load.warmUp()));
        text.append("- ").append(plan.server().apart() ? "Two servers" : "One server");
        text.append(", -Xmx512m each; batch.age-max 100 ms, so that the last batch does not wait");
        text.append(" 10 s").append(plan.server().more()).append('\n');
        text.append(
                "- accepted: until the agent saw the orderly close that confirms every line;"
                        + " stored: until the queue was empty, which is after the last commit,");
        text.append(" looked at every ").append(Pipeline.LOOK.toMillis()).append(" ms\n");
        if (load.acknowledged()) {
            text.append("- sent by the Forward protocol, each chunk acknowledged once on disk\n");
        }
        text.append("- afterwards every row was read: all there, none double, in order\n");
        return text.toString();
    }

    private Database database() {
        return Objects.requireNonNull(database);
    }

    private void cleanUp() {
        Session open = session;
        if (open != null) {
            open.close();
        }
        Database opened = database;
        try {
            if (opened != null) {
                opened.close();
            }
            Scratch.delete(scratch);
        } catch (IOException e) {
            progress.say("scratch %s: cannot delete: %s", scratch, e);
        }
    }

    private static double perSecond(long count, Duration time) {
        return count / (time.toNanos() / 1e9);
    }
}
