package io.logdrive.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the agent jar and what it says of itself.
 *
 * <p>Immutable.
 *
 * @param started when its process was
 * @param firstSent when its first byte went out
 * @param ended when the server had confirmed everything by an orderly close
 * @param cpuSeconds of its process
 * @param peakKilobytes of its process
 * @param bytes of its lines, their newlines too
 */
record AgentRun(
        Instant started,
        Instant firstSent,
        Instant ended,
        double cpuSeconds,
        long peakKilobytes,
        long bytes) {
    private static final long LOOK_MILLIS = 20;

    /** The same lines in all runs, apart from their times. */
    private static final String SEED = "20261121";

    /** Sends them and waits for the end. */
    static AgentRun send(Layout layout, Target target, Sending sending)
            throws IOException, InterruptedException {
        Path summary = Files.createTempFile(layout.scratch(), "agent", ".json");
        Path output = Files.createTempFile(layout.scratch(), "agent", ".out");
        try {
            List<String> command = new ArrayList<>();
            command.addAll(
                    List.of(
                            layout.tool("java").toString(),
                            "-Xmx512m",
                            "-jar",
                            layout.agent().toString(),
                            sending.rate(),
                            "--port",
                            Integer.toString(target.port()),
                            "--lines",
                            Long.toString(sending.lines()),
                            "--connections",
                            Integer.toString(sending.connections()),
                            "--line-bytes",
                            Integer.toString(target.lineBytes()),
                            "--confirm-timeout",
                            "600s",
                            "--seed",
                            SEED,
                            "--summary-json",
                            summary.toString()));
            if (sending.acknowledged()) {
                command.add("--ack");
            }
            command.addAll(target.more());
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true).redirectOutput(output.toFile());
            double cpuBefore = ProcFiles.childrenCpuSeconds(ProcFiles.ownStat());
            Instant started = Instant.now();
            Process agent = builder.start();
            long peak = 0;
            while (!agent.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peakOf(agent));
            }
            // Its parent learns the exact sum once it has ended, better than any look before.
            double cpu = ProcFiles.childrenCpuSeconds(ProcFiles.ownStat()) - cpuBefore;
            if (agent.exitValue() != 0) {
                throw new BenchmarkException(
                        "agent: expected exit status 0, found "
                                + agent.exitValue()
                                + ":\n"
                                + Files.readString(output));
            }
            JsonNode said = new ObjectMapper().readTree(summary.toFile());
            check(said, sending);
            return new AgentRun(
                    started,
                    Instant.parse(said.path("firstSent").asText()),
                    Instant.parse(said.path("ended").asText()),
                    cpu,
                    peak,
                    said.path("bytes").asLong());
        } finally {
            Files.delete(summary);
            Files.delete(output);
        }
    }

    /** From the first byte to the confirmation of all lines. */
    Duration accepted() {
        return Duration.between(firstSent, ended);
    }

    private static void check(JsonNode said, Sending sending) {
        long lines = sending.lines();
        long confirmed =
                said.path(sending.acknowledged() ? "acknowledged" : "confirmed").asLong(-1);
        long reconnects = said.path("reconnects").asLong(-1);
        if (confirmed != lines || reconnects != 0) {
            throw new BenchmarkException(
                    "agent: expected "
                            + lines
                            + " lines confirmed without reconnect, found "
                            + confirmed
                            + " and reconnects "
                            + reconnects);
        }
    }

    private static long peakOf(Process agent) {
        try {
            return ProcFiles.peakKilobytes(ProcFiles.read(agent.pid(), "status")).orElse(0);
        } catch (IOException e) {
            // It ended between the two looks.
            return 0;
        }
    }

    /**
     * What it sends.
     *
     * <p>Immutable.
     *
     * @param rate lines a second, or {@code max}
     * @param acknowledged whether by the Forward protocol, with acknowledgements
     */
    record Sending(String rate, long lines, int connections, boolean acknowledged) {
        Sending(String rate, long lines, int connections) {
            this(rate, lines, connections, false);
        }

        /** The same to who acknowledges nothing. */
        Sending unacknowledged() {
            return new Sending(rate, lines, connections);
        }

        /** As fast as they are taken. */
        static Sending max(long lines, int connections) {
            return new Sending("max", lines, connections);
        }

        /** So many a second. */
        static Sending steady(int rate, long lines, int connections) {
            return new Sending(Integer.toString(rate), lines, connections);
        }
    }

    /**
     * Where lines go and what they are like.
     *
     * <p>Immutable.
     *
     * @param more options of the agent
     */
    record Target(int port, int lineBytes, List<String> more) {
        Target(int port, int lineBytes) {
            this(port, lineBytes, List.of());
        }
    }
}
