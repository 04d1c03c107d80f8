package io.logdrive.benchmarks;

import io.logdrive.benchmarks.GcLog.GcFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Logdrive as {@code payara/run} starts it, on ports of its own: one process, or one for each WAR.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class Server implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(150);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Layout layout;
    private final Options options;
    private final Path data;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final int linesPort;
    private final int destinationPort;
    private final String ingestUrl;
    private final String destinationUrl;

    private Server(Layout layout, Options options, Path data, List<Integer> ports) {
        this.layout = layout;
        this.options = options;
        this.data = data;
        this.linesPort = ports.get(2);
        this.destinationPort = options.apart() ? ports.get(1) : ports.get(0);
        this.ingestUrl = "http://127.0.0.1:" + ports.get(0) + "/ingest";
        this.destinationUrl = "http://127.0.0.1:" + destinationPort + "/destination";
    }

    /** Starts it with the data directory {@code data} and returns when it is ready. */
    static Server start(Layout layout, Options options, Path data)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        List<Integer> ports = FreePorts.find(4);
        Server server = new Server(layout, options, data, ports);
        Map<String, String> settings = new TreeMap<>();
        settings.put("logdrive.ingest.listen.address", "127.0.0.1:" + ports.get(2));
        settings.put("logdrive.ingest.listen.syslog-udp.address", "127.0.0.1:0");
        settings.put("logdrive.ingest.forward.address", "127.0.0.1:" + ports.get(3));
        settings.put("logdrive.destination.receive.address", "127.0.0.1:" + ports.get(3));
        // The run's last batch is seldom full; with the default it would wait 10 s.
        settings.put("logdrive.ingest.batch.age-max", "PT0.1S");
        settings.putAll(options.settings());
        Path config = data.resolve("logdrive.properties");
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(config, lines);
        try {
            if (options.apart()) {
                server.parts.add(server.launch("destination", ports.get(1)));
                server.parts.add(server.launch("ingest", ports.get(0)));
            } else {
                server.parts.add(server.launch("all", ports.get(0)));
            }
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where lines are taken. */
    int linesPort() {
        return linesPort;
    }

    String ingestUrl() {
        return ingestUrl;
    }

    String destinationUrl() {
        return destinationUrl;
    }

    /** Its data directory. */
    Path data() {
        return data;
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Waits for {@code time}, during which the server must not end.
     *
     * @throws BenchmarkException when it does
     */
    void awaitWhileRunning(Duration time) throws InterruptedException {
        if (parts.get(0).script.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new BenchmarkException("server: expected to run, found it ended");
        }
    }

    /**
     * Stops it in order.
     *
     * @throws BenchmarkException when it does not end so
     */
    void stop() throws IOException {
        close();
        expectStopped(parts);
    }

    /**
     * Stops the destination, which has a process of its own, in order; ingest goes on.
     *
     * @throws BenchmarkException when it does not end so
     */
    void stopDestination() throws IOException {
        Part destination = destination();
        end(List.of(destination));
        expectStopped(List.of(destination));
        if (ProcessHandle.of(destination.pid()).isPresent()) {
            throw new BenchmarkException(
                    "destination: expected no process " + destination.pid() + ", found it");
        }
        parts.remove(destination);
    }

    /** Starts the destination again; it is not ready yet. */
    void startDestination() throws IOException {
        parts.add(0, launch("destination", destinationPort));
    }

    /** Waits until all that was started is ready. */
    void awaitReady() throws IOException, InterruptedException {
        for (Part part : parts) {
            part.awaitReady();
        }
    }

    private Part destination() {
        Part first = parts.get(0);
        if (!first.name.equals("destination")) {
            throw new BenchmarkException("server: expected a destination, found " + first.name);
        }
        return first;
    }

    private static void expectStopped(List<Part> parts) throws IOException {
        for (Part part : parts) {
            if (part.script.isAlive() || part.script.exitValue() != 0) {
                throw new BenchmarkException(
                        "server "
                                + part.name
                                + ": expected to stop in order, found:\n"
                                + Files.readString(part.output));
            }
        }
    }

    /** Stops it, by force after a while. */
    @Override
    public void close() {
        end(parts);
    }

    private static void end(List<Part> parts) {
        List<Part> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        for (Part part : reversed) {
            part.script.destroy();
        }
        for (Part part : reversed) {
            try {
                if (!part.script.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                    part.script.descendants().forEach(ProcessHandle::destroyForcibly);
                    part.script.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Part launch(String what, int port) throws IOException {
        Path output = data.resolve("run-" + what + ".out");
        Path gcLog = data.resolve("gc-" + what + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        layout.runScript().toString(),
                        what,
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.toString(),
                        "--config",
                        data.resolve("logdrive.properties").toString());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", layout.javaHome().toString());
        environment.merge(
                "LOGDRIVE_JAVA_OPTS",
                "-Xlog:gc:file=" + gcLog + ":uptime " + options.javaOptions(),
                (own, ours) -> own + " " + ours);
        return new Part(what, builder.start(), output, gcLog);
    }

    /**
     * How servers are started.
     *
     * <p>Immutable.
     *
     * @param apart whether each WAR has a process of its own
     * @param settings more keys of the configuration file
     * @param javaOptions more options of the JVM
     */
    record Options(boolean apart, Map<String, String> settings, String javaOptions) {
        /** The same with a process for each WAR. */
        Options asApart() {
            return new Options(true, settings, javaOptions);
        }

        /** The same with {@code more} settings, of which those that are there win. */
        Options with(Map<String, String> more) {
            Map<String, String> all = new TreeMap<>(more);
            all.putAll(settings);
            return new Options(apart, all, javaOptions);
        }

        /** What was asked for beyond the defaults, for a report. */
        String more() {
            StringBuilder text = new StringBuilder();
            settings.forEach((key, value) -> text.append("; ").append(key + "=" + value));
            if (!javaOptions.isEmpty()) {
                text.append("; ").append(javaOptions);
            }
            return text.toString();
        }
    }

    /** One process of the server. Thread-safe. */
    static final class Part {
        private final String name;
        private final Process script;
        private final Path output;
        private final Path gcLog;
        private volatile long pid;

        private Part(String name, Process script, Path output, Path gcLog) {
            this.name = name;
            this.script = script;
            this.output = output;
            this.gcLog = gcLog;
        }

        /** {@code all}, {@code ingest} or {@code destination}. */
        String name() {
            return name;
        }

        /** The JVM's; 0 for a moment after the start. */
        long pid() {
            if (pid == 0) {
                script.children()
                        .filter(Part::isJava)
                        .findFirst()
                        .ifPresent(child -> pid = child.pid());
            }
            return pid;
        }

        double cpuSeconds() throws IOException {
            return pid() == 0 ? 0 : ProcFiles.cpuSeconds(ProcFiles.read(pid, "stat"));
        }

        /** What it made the kernel write to the disk. */
        long writtenBytes() throws IOException {
            return pid() == 0 ? 0 : ProcFiles.writtenBytes(ProcFiles.read(pid, "io"));
        }

        long residentKilobytes() throws IOException {
            return ProcFiles.residentKilobytes(ProcFiles.read(pid, "status"));
        }

        long peakKilobytes() throws IOException {
            return ProcFiles.peakKilobytes(ProcFiles.read(pid, "status")).orElse(0);
        }

        /** The fullest that its heap was after the first {@code from} pauses, in bytes. */
        long heapPeak(int from) throws IOException {
            return GcLog.peakBytes(Files.readString(gcLog), from);
        }

        /** What its collector did after the first {@code from} pauses. */
        GcFigures gc(int from) throws IOException {
            return GcLog.figures(Files.readString(gcLog), from);
        }

        /** How full its heap was after each pause behind the first {@code from}, in MiB. */
        Sample heapAfter(int from) throws IOException {
            return GcLog.mebibytesAfter(Files.readString(gcLog), from);
        }

        /** As people know it: one process for both WARs is the server. */
        String processName() {
            return name.equals("all") ? "server" : name;
        }

        private void awaitReady() throws IOException, InterruptedException {
            long deadline = System.nanoTime() + READY_MAX.toNanos();
            while (!Files.readString(output).contains("Logdrive is ready.")) {
                boolean ended = script.waitFor(100, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > deadline) {
                    throw new BenchmarkException(
                            "server "
                                    + name
                                    + ": expected to become ready, found:\n"
                                    + Files.readString(output));
                }
            }
            if (pid() == 0) {
                throw new BenchmarkException(
                        "server " + name + ": expected its JVM beneath payara/run, found none");
            }
        }

        private static boolean isJava(ProcessHandle child) {
            return child.info().command().filter(command -> command.endsWith("/java")).isPresent();
        }
    }
}
