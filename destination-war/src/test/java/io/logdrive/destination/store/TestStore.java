package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.logdrive.destination.TestRecords;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A store on a real database, and SQL beside it. Confined to the test's thread. */
final class TestStore implements AutoCloseable {
    static final String SEQUENCES = "SELECT sequence, body FROM message ORDER BY id";
    static final String LEDGER =
            "SELECT first, last, stored, filtered, dead FROM ledger ORDER BY origin_id, first";

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final TestDatabase kind;
    final FaultyDatabase database;
    final Store store;
    private boolean changedByHand;
    private boolean brokenOnPurpose;

    TestStore(Path data) {
        this(data, Map.of());
    }

    TestStore(Path data, Map<String, String> settings) {
        this(data, settings, Clock.systemUTC());
    }

    TestStore(Path data, Map<String, String> settings, Clock clock) {
        this(TestDatabase.H2, data, settings, clock);
    }

    TestStore(TestDatabase kind, Path data) {
        this(kind, data, Map.of());
    }

    TestStore(TestDatabase kind, Path data, Map<String, String> settings) {
        this(kind, data, settings, Clock.systemUTC());
    }

    TestStore(TestDatabase kind, Path data, Map<String, String> settings, Clock clock) {
        Map<String, String> all = new HashMap<>(kind.settings(data));
        all.putAll(settings);
        StoreConfig config = config(data, all);
        this.kind = kind;
        this.database = new FaultyDatabase(DatabaseKind.open(config, TestStore::thread));
        this.store =
                Store.start(
                        database, config, new Store.Platform(TestStore::thread, clock, metrics));
    }

    static StoreConfig config(Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        // Tests run on laptops and on small file systems, whatever is free there.
        all.put("logdrive.destination.store.disk-free-min", "0");
        all.putAll(settings);
        all.put("logdrive.destination.data", data.toString());
        return StoreConfig.from(
                new ConfigurationReader("logdrive.destination.", Settings.ofMap(all)));
    }

    static Thread thread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** Offers the records as one batch; done when it is acknowledged. */
    CompletableFuture<Void> offer(Origin origin, long first, List<LogRecord> records) {
        return offer(origin, List.of(TestRecords.stored(origin, first, records.size())), records);
    }

    CompletableFuture<Void> offer(Origin origin, List<LedgerRun> runs, List<LogRecord> records) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        Offered offered =
                store.batches()
                        .offer(
                                new Batch(
                                        List.of(origin),
                                        runs,
                                        TestRecords.encoded(records),
                                        100L * records.size(),
                                        () -> acknowledged.complete(null)));
        if (offered == Offered.CLOSED) {
            acknowledged.completeExceptionally(new IllegalStateException("closed"));
        }
        return acknowledged;
    }

    void store(Origin origin, long first, List<LogRecord> records) throws Exception {
        offer(origin, first, records).get(30, TimeUnit.SECONDS);
    }

    /** Each row as text, columns separated by a bar. */
    List<String> rows(String sql) throws SQLException {
        try (Connection connection = database.connectReader();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(rows.getString(i));
                }
                texts.add(String.join("|", values));
            }
            return texts;
        }
    }

    /** The {@link #SEQUENCES} of records of which none is left out. */
    static List<String> lines(int first, int end) {
        List<String> lines = new ArrayList<>();
        for (int i = first; i < end; i++) {
            lines.add(i + "|line " + i);
        }
        return lines;
    }

    /** What nobody but a test does: then the minutes are not checked at the end. */
    void execute(String sql) throws SQLException {
        changedByHand |=
                sql.startsWith("INSERT")
                        || sql.startsWith("DELETE")
                        || sql.startsWith("DROP TABLE");
        try (Connection connection = database.connectReader();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes the database refuse to insert a message with that body. */
    void refuse(String name, String body) throws SQLException {
        for (String sql : kind.refusing(name, body)) {
            execute(sql);
        }
    }

    /** Takes back what {@link #refuse} did. */
    void accept(String name) throws SQLException {
        execute(kind.accepting(name));
    }

    double records(String outcome) {
        return metrics.counter("logdrive.destination.records", "outcome", outcome).count();
    }

    /** The minutes that do not count the messages that are there. */
    List<String> wrongMinutes() throws SQLException {
        Dialect dialect = database.dialect();
        return rows(
                "SELECT step, level, SUM(messages) FROM (SELECT "
                        + dialect.stepOf("event_minute", MinuteTable.MINUTE_MICROS)
                        + " AS step, level, messages FROM message_minute UNION ALL SELECT "
                        + dialect.stepOf("event_time", MinuteTable.MINUTE_MICROS)
                        + ", COALESCE(level, 0), -1 FROM message) AS counted"
                        + " GROUP BY step, level HAVING SUM(messages) <> 0");
    }

    /** The ledger will be wrong for a while, and a look at it in between may say so for ever. */
    void breaksOnPurpose() {
        brokenOnPurpose = true;
    }

    /** Fails the test when the figures do not agree, which in a product would be an event. */
    @Override
    public void close() {
        try {
            if (!changedByHand) {
                assertThatCode(() -> assertThat(wrongMinutes()).isEmpty())
                        .doesNotThrowAnyException();
            }
            store.upkeep().step();
        } finally {
            store.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        }
        if (!brokenOnPurpose) {
            assertThat(store.violation()).isNull();
        }
    }
}
