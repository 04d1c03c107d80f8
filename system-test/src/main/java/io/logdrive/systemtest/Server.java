package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One or both WARs in a Payara Micro, started as {@code payara/run} does, on ports of its own that
 * it keeps when it is started again.
 *
 * <p>Confined to the thread of the test, apart from the clients it gives.
 */
final class Server implements AutoCloseable {
    /** What an orderly stop may take (issue 2, "Running it"). */
    static final Duration STOP_MAX = Duration.ofSeconds(15);

    private static final Duration START_MAX = Duration.ofSeconds(150);

    /** A WAR; its name in lower case is that of its health check. Immutable. */
    enum War {
        INGEST,
        DESTINATION;

        Path file() {
            return this == INGEST ? Artefacts.ingestWar() : Artefacts.destinationWar();
        }

        String check() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What answers once it is served, whoever asks. */
        String path() {
            return this == INGEST ? "/ingest/openapi.json" : "/destination/me";
        }
    }

    private final String name;
    private final Path folder;
    private final Set<War> wars;
    private final int httpPort = FreePorts.next();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private TestedDatabase database;
    private @Nullable GuardedProcess process;

    /** Not started yet; what it keeps is in {@code folder}. */
    Server(String name, Path folder, War... wars) {
        this.name = name;
        this.folder = folder;
        this.wars = EnumSet.copyOf(List.of(wars));
        Path data = folder.resolve("data");
        this.database = new H2Database(data);
        if (this.wars.contains(War.INGEST)) {
            set("logdrive.ingest.listen.address", "127.0.0.1:" + FreePorts.next());
            set("logdrive.ingest.listen.syslog-udp.address", "127.0.0.1:" + FreePorts.next());
            set("logdrive.ingest.data", data.toString());
        }
        if (this.wars.contains(War.DESTINATION)) {
            set("logdrive.destination.receive.address", "127.0.0.1:" + FreePorts.next());
            set("logdrive.destination.data", data.toString());
        }
        if (this.wars.size() == War.values().length) {
            forwardTo(receivePort());
        }
    }

    /** Both WARs in one process, in a fresh folder beneath {@link Artefacts#WORK}. */
    static Server ofBoth(Class<?> test) {
        return new Server("logdrive", Folders.fresh(test), War.values());
    }

    /** Its database from the next start on. */
    Server use(TestedDatabase other) {
        database = other;
        other.settings().forEach(this::set);
        return this;
    }

    /** One more setting, or another value of one, from the next start on. */
    Server set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The setting's default again, from the next start on. */
    Server unset(String key) {
        settings.remove(key);
        return this;
    }

    /** Where ingest finds the destination, from the next start on. */
    Server forwardTo(int receivePort) {
        return set("logdrive.ingest.forward.address", "127.0.0.1:" + receivePort);
    }

    /** One more option of the JVM, from the next start on. */
    Server javaOption(String option) {
        javaOptions.add(option);
        return this;
    }

    /** What comes before {@code java}, such as {@code env NAME=value}, from the next start on. */
    Server before(String... words) {
        before.addAll(List.of(words));
        return this;
    }

    /** Starts it and waits until every WAR is ready. */
    Server start() {
        launch();
        return awaitReady();
    }

    /** Waits until every WAR is ready. */
    Server awaitReady() {
        GuardedProcess started = process();
        Awaitility.await(name + " is ready")
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !started.isAlive() || isReady());
        if (!started.isAlive()) {
            throw new IllegalStateException(
                    name + ": expected to be running, found it ended\n" + started.tail());
        }
        return this;
    }

    /**
     * Starts it and waits for nothing.
     *
     * @param once options of the JVM for this start alone
     */
    GuardedProcess launch(String... once) {
        List<String> command = new ArrayList<>(before);
        command.add(Artefacts.java().toString());
        command.add("-Xmx512m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(javaOptions);
        command.addAll(List.of(once));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", Artefacts.payaraMicro().toString()));
        command.addAll(List.of("--nohazelcast", "--disablephonehome"));
        command.addAll(List.of("--port", Integer.toString(httpPort)));
        command.addAll(List.of("--prebootcommandfile", Artefacts.PREBOOT_COMMANDS.toString()));
        wars.forEach(war -> command.addAll(List.of("--deploy", war.file().toString())));
        process = GuardedProcess.start(name, command, folder, folder.resolve(name + ".log"));
        return process;
    }

    /** SIGTERM; fails when it does not end in time and in order. */
    void stop() {
        process().terminate();
        int status = process().awaitExit(STOP_MAX);
        // Payara ends with 0 after a shutdown hook's System.exit, the JVM with 128 + 15.
        if (status != 0 && status != 143) {
            throw new IllegalStateException(
                    name + ": expected status 0 or 143 after SIGTERM, found " + status);
        }
    }

    /** SIGKILL. */
    void kill() {
        process().kill();
    }

    /** Kills it if it is running. */
    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }

    GuardedProcess process() {
        if (process == null) {
            throw new IllegalStateException(name + ": not started");
        }
        return process;
    }

    Queue queue() {
        return new Queue(httpPort);
    }

    Messages messages() {
        return new Messages(httpPort);
    }

    /** The rows; the destination must not be running. */
    Rows rows() {
        return Rows.of(database);
    }

    TestedDatabase database() {
        return database;
    }

    /** A new run of the agent to the intake port. */
    AgentRun agent(String... arguments) {
        return AgentRun.start(folder, intakePort(), arguments);
    }

    /** All that the process has written, and earlier ones of the same server. */
    String log() {
        return process().log();
    }

    Path folder() {
        return folder;
    }

    /** Where the journal and the database are. */
    Path data() {
        return folder.resolve("data");
    }

    /** The TCP ports that are open to others while it runs. */
    List<Integer> ports() {
        List<Integer> ports = new ArrayList<>(List.of(httpPort));
        if (wars.contains(War.INGEST)) {
            ports.add(intakePort());
        }
        if (wars.contains(War.DESTINATION)) {
            ports.add(receivePort());
        }
        return ports;
    }

    int httpPort() {
        return httpPort;
    }

    int intakePort() {
        return portOf("logdrive.ingest.listen.address");
    }

    /** Where syslog comes in over UDP. */
    int syslogUdpPort() {
        return portOf("logdrive.ingest.listen.syslog-udp.address");
    }

    int receivePort() {
        return portOf("logdrive.destination.receive.address");
    }

    private int portOf(String key) {
        String address = settings.getOrDefault(key, "");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Healthy, and its applications answer: Payara runs health checks before it serves these. */
    boolean isReady() {
        Http http = new Http(httpPort);
        try {
            HttpResponse<String> answer = http.get("/health/ready");
            if (answer.statusCode() != 200) {
                return false;
            }
            JsonNode health = Http.JSON.readTree(answer.body());
            Set<String> checks = new HashSet<>();
            health.path("checks").forEach(check -> checks.add(check.path("name").asText()));
            for (War war : wars) {
                if (!checks.contains(war.check()) || http.get(war.path()).statusCode() != 200) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
