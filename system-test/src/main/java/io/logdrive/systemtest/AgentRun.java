package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One run of the agent as a process. Confined to the thread of the test. */
final class AgentRun {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final GuardedProcess process;
    private final Path summaryFile;

    private AgentRun(GuardedProcess process, Path summaryFile) {
        this.process = process;
        this.summaryFile = summaryFile;
    }

    /** Starts it with {@code arguments}, the rate among them. */
    static AgentRun start(Path folder, int port, String... arguments) {
        return start(folder, port, List.of(), arguments);
    }

    /** The same with options for its JVM. */
    static AgentRun start(Path folder, int port, List<String> javaOptions, String... arguments) {
        int number = COUNT.incrementAndGet();
        Path summary = folder.resolve("agent-" + number + ".json");
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(Artefacts.java().toString(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "-jar",
                        Artefacts.agent().toString(),
                        "--port",
                        Integer.toString(port),
                        "--summary-json",
                        summary.toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("agent-" + number + ".log");
        return new AgentRun(GuardedProcess.start("agent-" + number, command, folder, log), summary);
    }

    /** What it says at its end; fails when that does not come in time. */
    Summary await(Duration atMost) {
        int status = process.awaitExit(atMost);
        try {
            return Summary.of(status, Http.JSON.readTree(summaryFile.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(process.tail(), e);
        }
    }

    /** Asks it to end in order, as Ctrl+C does, and gives what it says then. */
    Summary finish(Duration atMost) {
        process.terminate();
        return await(atMost);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    GuardedProcess process() {
        return process;
    }

    /** The summary as it wrote it; missing when it did not come to that. */
    JsonNode summary() {
        try {
            return Files.exists(summaryFile)
                    ? Http.JSON.readTree(summaryFile.toFile())
                    : MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The agent's own summary.
     *
     * <p>Immutable.
     *
     * @param exitStatus of the process
     * @param sent lines handed to the system
     * @param confirmed lines on connections that the server closed in order
     * @param unsent lines that were due and could not be sent
     * @param seconds from the start to the last line sent
     * @param sessions the TCP connections
     */
    record Summary(
            int exitStatus,
            long sent,
            long confirmed,
            long unsent,
            double seconds,
            List<Session> sessions) {

        private static Summary of(int exitStatus, JsonNode json) {
            List<Session> sessions = new ArrayList<>();
            for (JsonNode connection : json.path("connections")) {
                for (JsonNode session : connection.path("sessions")) {
                    sessions.add(
                            new Session(
                                    session.path("port").asInt(),
                                    session.path("lines").asLong(),
                                    session.path("end").asText().equals("confirmed")));
                }
            }
            return new Summary(
                    exitStatus,
                    json.path("sent").asLong(-1),
                    json.path("confirmed").asLong(-1),
                    json.path("unsent").asLong(-1),
                    json.path("seconds").asDouble(),
                    List.copyOf(sessions));
        }
    }

    /**
     * One TCP connection of the run.
     *
     * <p>Immutable.
     *
     * @param port the agent's own, which the server stores as the origin's peer
     * @param lines sent whole
     * @param confirmed closed in order by the server
     */
    record Session(int port, long lines, boolean confirmed) {
        String peer() {
            return "127.0.0.1:" + port;
        }
    }
}
