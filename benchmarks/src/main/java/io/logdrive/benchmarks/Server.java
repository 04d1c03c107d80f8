package io.logdrive.benchmarks;

import io.logdrive.benchmarks.GcLog.GcFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Logdrive as {@code payara/run} starts it, on ports of its own: one process, or one for each WAR.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class Server implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(150);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final Path data;
    private final List<Part> parts = new ArrayList<>();
    private final int linesPort;
    private final String ingestUrl;
    private final String destinationUrl;

    private Server(Path data, int linesPort, int ingestPort, int destinationPort) {
        this.data = data;
        this.linesPort = linesPort;
        this.ingestUrl = "http://127.0.0.1:" + ingestPort + "/ingest";
        this.destinationUrl = "http://127.0.0.1:" + destinationPort + "/destination";
    }

    /** Starts it with the data directory {@code data} and returns when it is ready. */
    static Server start(Layout layout, Options options, Path data)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        List<Integer> ports = FreePorts.find(4);
        int destinationHttp = options.apart() ? ports.get(1) : ports.get(0);
        Server server = new Server(data, ports.get(2), ports.get(0), destinationHttp);
        Map<String, String> settings = new TreeMap<>();
        settings.put("logdrive.ingest.listen.address", "127.0.0.1:" + ports.get(2));
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
                server.launch(layout, options, "destination", ports.get(1));
                server.launch(layout, options, "ingest", ports.get(0));
            } else {
                server.launch(layout, options, "all", ports.get(0));
            }
            for (Part part : server.parts) {
                part.awaitReady();
            }
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
        List<Part> reversed = new ArrayList<>(parts);
        java.util.Collections.reverse(reversed);
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

    private void launch(Layout layout, Options options, String what, int port) throws IOException {
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
        parts.add(new Part(what, builder.start(), output, gcLog));
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

    /** One process of the server. Confined to the main thread. */
    static final class Part {
        private final String name;
        private final Process script;
        private final Path output;
        private final Path gcLog;
        private long pid;

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

        /** The JVM's. */
        long pid() {
            return pid;
        }

        double cpuSeconds() throws IOException {
            return ProcFiles.cpuSeconds(ProcFiles.read(pid, "stat"));
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
            pid =
                    script.children()
                            .filter(Part::isJava)
                            .map(ProcessHandle::pid)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new BenchmarkException(
                                                    "server "
                                                            + name
                                                            + ": expected its JVM"
                                                            + " beneath payara/run, found none"));
        }

        private static boolean isJava(ProcessHandle child) {
            return child.info().command().filter(command -> command.endsWith("/java")).isPresent();
        }
    }
}
