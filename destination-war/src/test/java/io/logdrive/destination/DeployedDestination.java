package io.logdrive.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.Settings;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/** The WAR as Arquillian has deployed it in Payara Micro, for its senders and askers. Immutable. */
final class DeployedDestination {
    static final String JSON = "Content-Type";
    static final String JSON_TYPE = "application/json";

    private static final String PROBLEM = "application/problem+json";
    private static final String PAYARA = System.getProperty("logdrive.test.payara", "");

    private final String root;

    DeployedDestination(URL base) {
        this.root = "http://127.0.0.1:" + base.getPort();
    }

    /**
     * What is to be deployed. The database is made beforehand, with a constraint, so that there is
     * a record that it refuses: the first time, and not again once it is a dead letter.
     */
    static WebArchive war() throws SQLException {
        awaitEndOfOthers();
        Path folder = Path.of(System.getProperty("logdrive.test.folder"), "data");
        Map<String, String> settings =
                Map.of(
                        "logdrive.destination.data",
                        folder.toString(),
                        "logdrive.destination.receive.address",
                        "127.0.0.1:0");
        Destination.start(
                        DestinationConfig.from(Settings.ofMap(settings)),
                        Thread::new,
                        Clock.systemUTC())
                .stop();
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder + "/h2/logdrive");
        database.setUser("logdrive");
        database.setPassword("");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER TABLE message ADD CONSTRAINT IF NOT EXISTS never"
                            + " CHECK (body <> 'never')");
            statement.execute(
                    "ALTER TABLE message ADD CONSTRAINT IF NOT EXISTS once CHECK (body <> 'once'"
                            + " OR (SELECT COUNT(*) FROM dead_letter) > 0)");
        }
        File war = new File(System.getProperty("logdrive.test.war"));
        return ShrinkWrap.createFromZipFile(WebArchive.class, war);
    }

    /** The adapter tells the process of the class before to end; until it has, it has the data. */
    private static void awaitEndOfOthers() {
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(PAYARA))
                .forEach(child -> child.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }

    String root() {
        return root;
    }

    String url() {
        return root + "/destination";
    }

    /** Sends {@code count} records of a new origin and waits for their acknowledgements. */
    Origin store(int count) throws Exception {
        return store(TestRecords.records(0, count));
    }

    Origin store(List<LogRecord> all) throws Exception {
        Origin origin = new Origin(UUID.randomUUID(), OriginKind.LINES, "127.0.0.1:1", "h", "it");
        send(origin, 0, all);
        return origin;
    }

    /** Sends records whose first has that sequence, and waits for their acknowledgements. */
    void send(Origin origin, long from, List<LogRecord> all) throws Exception {
        try (ForwardClient client = new ForwardClient(receiver())) {
            for (int first = 0; first < all.size(); first += 1_000) {
                List<LogRecord> records = all.subList(first, Math.min(first + 1_000, all.size()));
                client.send(
                        ForwardClient.frame(
                                "c" + first,
                                List.of(TestRecords.stored(origin, from + first, records.size())),
                                List.of(origin),
                                records));
                assertThat(client.readAck()).isEqualTo("c" + first);
            }
        }
    }

    static void assertProblem(
            HttpResponse<String> response, int status, @Nullable String parameter) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(response.body()).contains("\"status\":" + status + ",\"detail\":\"");
        if (parameter != null) {
            assertThat(response.body()).endsWith("\"parameter\":\"" + parameter + "\"}");
        }
    }

    private InetSocketAddress receiver() throws Exception {
        String ready = Http.get(root + "/health/ready").body();
        int port = Integer.parseInt(Http.find("\"receive\":\"127.0.0.1:(\\d+)\"", ready));
        return new InetSocketAddress("127.0.0.1", port);
    }
}
