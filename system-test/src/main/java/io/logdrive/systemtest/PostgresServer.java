package io.logdrive.systemtest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code payara/postgresql} on a port of its own that it keeps when it is started again.
 *
 * <p>Confined to the thread of the test.
 */
final class PostgresServer implements TestedDatabase, AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final String USER = "logdrive";

    private final Path folder;
    private final int port = FreePorts.next();
    private @Nullable GuardedProcess process;
    private int starts;

    /** Not started yet; what it keeps is in {@code folder}. */
    PostgresServer(Path folder) {
        this.folder = folder;
    }

    /** Starts it and waits until it takes connections. */
    PostgresServer start() {
        starts++;
        GuardedProcess started =
                GuardedProcess.start(
                        "postgresql",
                        List.of(
                                Artefacts.ROOT.resolve("payara/postgresql").toString(),
                                "--port",
                                Integer.toString(port),
                                "--data",
                                data().toString()),
                        folder,
                        folder.resolve("postgresql-" + starts + ".log"));
        process = started;
        await("PostgreSQL is ready")
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () ->
                                !started.isAlive()
                                        || started.log().contains("ready to accept connections"));
        if (!started.isAlive()) {
            throw new IllegalStateException(started.tail());
        }
        return this;
    }

    /** SIGINT, at which it ends in order although it has clients. */
    void stop() {
        process().interrupt();
        int status = process().awaitExit(STOP_MAX);
        if (status != 0) {
            throw new IllegalStateException(
                    "postgresql: expected status 0 after SIGINT, found " + status);
        }
    }

    /** SIGKILL of the server and of each of its processes, as in a power cut. */
    void kill() {
        List<ProcessHandle> all =
                ProcessHandle.of(process().pid()).stream()
                        .flatMap(ProcessHandle::descendants)
                        .toList();
        process().kill();
        // While one of them lives, the next server does not start on the same data.
        await("PostgreSQL's processes have ended")
                .atMost(STOP_MAX)
                .until(() -> all.stream().noneMatch(PostgresServer::isRunning));
    }

    /** Kills it if it was started, before its folder is deleted. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "logdrive.destination.database.url",
                url(),
                "logdrive.destination.database.user",
                USER,
                "logdrive.destination.database.password-file",
                passwordFile().toString());
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        try {
            properties.setProperty("password", Files.readString(passwordFile()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DriverManager.getConnection(url(), properties);
    }

    /** The file that the server's user has its password in. */
    Path passwordFile() {
        return data().resolve("password");
    }

    GuardedProcess process() {
        if (process == null) {
            throw new IllegalStateException("postgresql: not started");
        }
        return process;
    }

    private Path data() {
        return folder.resolve("postgresql");
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/logdrive";
    }

    /** Not one that is dead and of which nobody has asked the exit status yet. */
    private static boolean isRunning(ProcessHandle handle) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
