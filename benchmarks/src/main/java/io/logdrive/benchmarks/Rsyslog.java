package io.logdrive.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The distribution's rsyslogd as a process of the measurement, with a configuration and folders of
 * its own: lines by TCP (imptcp) into one queue, from there to where they rest.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class Rsyslog implements Peer {
    private static final String PROGRAM = "rsyslogd";

    /** Numbered lines that show whether all of them arrive, whole and in order. */
    private static final long NUMBERED = 20_000;

    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final String LEVELS =
            """
            {"version": 1, "nomatch": "NULL", "type": "string", "table": [
             {"index": "TRACE", "value": "1"}, {"index": "DEBUG", "value": "5"},
             {"index": "INFO", "value": "9"}, {"index": "WARN", "value": "13"},
             {"index": "ERROR", "value": "17"}, {"index": "FATAL", "value": "21"}]}
            """;

    private final Layout layout;
    private final RsyslogSink sink;
    private final Path folder;
    private final int port;
    private final int lineBytes;
    private final Process process;
    private long json;
    private long numbered;

    private Rsyslog(Layout layout, RsyslogSink sink, Path folder, int port, int lineBytes)
            throws IOException {
        this.layout = layout;
        this.sink = sink;
        this.folder = folder;
        this.port = port;
        this.lineBytes = lineBytes;
        this.process =
                new ProcessBuilder(
                                PROGRAM,
                                "-n",
                                "-f",
                                folder.resolve("rsyslog.conf").toString(),
                                "-i",
                                folder.resolve("rsyslog.pid").toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("rsyslog.out").toFile())
                        .start();
    }

    /** Its name and version. */
    static String version() throws IOException, InterruptedException {
        Process said = new ProcessBuilder(PROGRAM, "-v").redirectErrorStream(true).start();
        try (var lines = said.inputReader()) {
            String first = String.valueOf(lines.readLine()).replaceAll("\\s+", " ");
            lines.lines().forEach(line -> {});
            return said.waitFor() == 0 ? first.replaceAll(" \\(.*", "") : "rsyslogd";
        }
    }

    /** Starts it with all its files in {@code folder}, and returns when it listens. */
    static Rsyslog start(
            Layout layout, RsyslogQueue queue, RsyslogSink sink, Path folder, int lineBytes)
            throws IOException, InterruptedException {
        int port = FreePorts.find(1).get(0);
        Files.createDirectories(folder.resolve("queue"));
        Files.writeString(folder.resolve("levels.json"), LEVELS);
        Files.writeString(
                folder.resolve("rsyslog.conf"),
                "global(workDirectory=\""
                        + folder.resolve("queue")
                        + "\" maxMessageSize=\"128k\" processInternalMessages=\"on\")\n"
                        + "module(load=\"imptcp\")\n"
                        + sink.preamble().replace("levels.json", folder + "/levels.json")
                        + "ruleset(name=\"lines\" "
                        + queue.parameters()
                        + ") {\n"
                        + sink.actions()
                        + "}\ninput(type=\"imptcp\" address=\"127.0.0.1\" port=\""
                        + port
                        + "\" ruleset=\"lines\" supportOctetCountedFraming=\"off\")\n"
                        + "action(type=\"omfile\" file=\""
                        + folder.resolve("said")
                        + "\")\n");
        Rsyslog started = new Rsyslog(layout, sink, folder, port, lineBytes);
        try {
            started.awaitListening();
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    @Override
    public void warmUp(long lines, int connections)
            throws IOException, InterruptedException, SQLException {
        run(AgentRun.Sending.max(NUMBERED, connections), List.of("--numbered", "check"));
        numbered += NUMBERED;
    }

    @Override
    public Pipeline.Result send(long lines, int connections)
            throws IOException, InterruptedException, SQLException {
        sink.settle();
        Pipeline.Result result = run(AgentRun.Sending.max(lines, connections), List.of());
        json += lines;
        return result;
    }

    @Override
    public void end() throws IOException, InterruptedException, SQLException {
        process.destroy();
        if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw failure("to stop in order");
        }
        LineCheck check = new LineCheck();
        sink.read(check);
        check.end(PROGRAM + " " + folder.getFileName(), json, numbered);
        sink.close();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }

    private Pipeline.Result run(AgentRun.Sending sending, List<String> more)
            throws IOException, InterruptedException, SQLException {
        long before = sink.filled();
        Map<String, CpuMeter.Clock> clocks = new LinkedHashMap<>();
        clocks.put(PROGRAM, () -> ProcFiles.cpuSeconds(ProcFiles.read(process.pid(), "stat")));
        clocks.put(Pipeline.DATABASE, sink::cpuSeconds);
        CpuMeter cpu = new CpuMeter(clocks);
        AgentRun agent = AgentRun.send(layout, new AgentRun.Target(port, lineBytes, more), sending);
        Instant rest = awaitRest(before + sink.size(sending.lines(), agent));
        CpuMeter.Used used = cpu.used(agent.cpuSeconds());
        List<Pipeline.Usage> processes = new ArrayList<>();
        processes.add(new Pipeline.Usage("agent", agent.cpuSeconds(), agent.peakKilobytes()));
        long peak = ProcFiles.peakKilobytes(ProcFiles.read(process.pid(), "status")).orElse(0);
        used.processes()
                .forEach(
                        (name, seconds) ->
                                processes.add(
                                        new Pipeline.Usage(
                                                name, seconds, name.equals(PROGRAM) ? peak : 0)));
        return new Pipeline.Result(
                sending.lines(),
                sending.connections(),
                new Pipeline.Times(
                        agent.firstSent(),
                        agent.accepted(),
                        Duration.between(agent.firstSent(), rest)),
                processes,
                new GcLog.GcFigures(0, 0, 0),
                Pipeline.Details.NONE,
                used.others());
    }

    private Instant awaitRest(long expected)
            throws IOException, InterruptedException, SQLException {
        long highest = -1;
        long lastProgress = System.nanoTime();
        while (true) {
            long filled = sink.filled();
            Instant now = Instant.now();
            if (filled >= expected) {
                return now;
            }
            if (filled > highest) {
                highest = filled;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > Pipeline.STALL_MAX.toNanos()) {
                throw failure("to reach " + expected + " (standing at " + filled + ")");
            }
            if (process.waitFor(Pipeline.LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure("to run");
            }
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!isListening()) {
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                throw failure("to listen");
            }
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private BenchmarkException failure(String expected) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String name : List.of("rsyslog.out", "said")) {
            Path file = folder.resolve(name);
            said.append(Files.exists(file) ? Files.readString(file) : "");
        }
        return new BenchmarkException(PROGRAM + ": expected " + expected + ", found:\n" + said);
    }
}
