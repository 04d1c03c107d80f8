package io.logdrive.destination.store;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Measures the writer beside the floor that its database gives: {@code StoreSpeed kind rows rounds
 * [sql …]}. The store gets batches of 100 records; on PostgreSQL the floor is a bare {@code COPY}
 * of the same rows into the same table, as text and binary; each round measures all, in turn, and
 * the table is emptied between. The sql is executed first: indexes to be tried.
 *
 * <p>Confined to the main thread.
 */
final class StoreSpeed {
    private static final int BATCH = 100;
    private static final Origin ORIGIN = TestRecords.origin(1);

    private final TestDatabase kind;
    private final Path data;
    private final List<EncodedRecord> records = new ArrayList<>();
    private final Map<String, List<Double>> rates = new TreeMap<>();
    private final StoreConfig config;
    private final Database database;
    private long nextSequence;

    private StoreSpeed(TestDatabase kind, int rows) throws Exception {
        this.kind = kind;
        this.data = Files.createTempDirectory("logdrive-speed-");
        Map<String, String> settings = new HashMap<>(kind.settings(data));
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith("logdrive.destination.")) {
                settings.put(key, System.getProperty(key));
            }
        }
        this.config = TestStore.config(data, settings);
        this.database = DatabaseKind.open(config, TestStore::thread);
        long now = System.currentTimeMillis() * 1_000 - rows;
        for (int n = 0; n < rows; n++) {
            records.add(EncodedRecord.of(row(now, n)));
        }
    }

    public static void main(String[] args) throws Exception {
        StoreSpeed speed = new StoreSpeed(TestDatabase.valueOf(args[0]), Integer.parseInt(args[1]));
        try {
            speed.run(Integer.parseInt(args[2]), Arrays.asList(args).subList(3, args.length));
        } finally {
            speed.database.close();
        }
        System.exit(0);
    }

    private void run(int rounds, List<String> sql) throws Exception {
        Store store =
                Store.start(
                        database,
                        config,
                        new Store.Platform(
                                TestStore::thread, Clock.systemUTC(), new SimpleMeterRegistry()));
        store(store);
        clear();
        try (Connection connection = database.connectUpkeep();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
        for (int round = 0; round <= rounds; round++) {
            // The first warms up.
            measure(round, "store", () -> store(store));
            if (kind == TestDatabase.POSTGRESQL) {
                byte[] text = text();
                measure(round, "bare COPY, text", () -> copy("", text));
                byte[] binary = binary();
                measure(round, "bare COPY, binary", () -> copy(" (FORMAT binary)", binary));
            }
        }
        report();
    }

    private void report() {
        double store = median("store");
        rates.forEach(
                (what, all) ->
                        System.out.printf(
                                Locale.ROOT,
                                "| %s | %s | %,.0f | %,.0f..%,.0f | %.2f |%n",
                                kind,
                                what,
                                median(what),
                                all.stream().mapToDouble(d -> d).min().orElse(0),
                                all.stream().mapToDouble(d -> d).max().orElse(0),
                                store / median(what)));
    }

    private double median(String what) {
        List<Double> sorted = new ArrayList<>(rates.getOrDefault(what, List.of(0.0)));
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }

    private void measure(int round, String what, Task task) throws Exception {
        long begin = System.nanoTime();
        task.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (round > 0) {
            rates.computeIfAbsent(what, w -> new ArrayList<>()).add(records.size() / seconds);
        }
        clear();
    }

    /** Rows are new each time: the ledger would skip what it knows. */
    private void store(Store store) {
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (int first = 0; first < records.size(); first += BATCH) {
            List<EncodedRecord> batch = records.subList(first, first + BATCH);
            CompletableFuture<Void> acknowledged = new CompletableFuture<>();
            while (store.batches().isFull()) {
                LockSupport.parkNanos(20_000);
            }
            store.batches()
                    .offer(
                            new Batch(
                                    List.of(ORIGIN),
                                    List.of(TestRecords.stored(ORIGIN, nextSequence, BATCH)),
                                    batch,
                                    200L * BATCH,
                                    () -> acknowledged.complete(null)));
            nextSequence += BATCH;
            last = acknowledged;
        }
        last.join();
    }

    /** One transaction for as many rows as a group may have, as one process would do it. */
    private void copy(String format, byte[] bytes) throws Exception {
        try (Connection connection = database.connectWriter()) {
            CopyIn in =
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "COPY message (id, event_time, received_time, level, service,"
                                            + " host, origin_id, sequence, tags, body, fields,"
                                            + " flags) FROM STDIN"
                                            + format);
            for (int from = 0; from < bytes.length; from += 64 << 10) {
                in.writeToCopy(bytes, from, Math.min(64 << 10, bytes.length - from));
            }
            in.endCopy();
        }
    }

    private void clear() throws SQLException {
        try (Connection connection = database.connectUpkeep();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    kind == TestDatabase.SQLITE ? "DELETE FROM message" : "TRUNCATE TABLE message");
        }
    }

    private byte[] text() {
        StringBuilder lines = new StringBuilder();
        long id = 1;
        for (EncodedRecord each : records) {
            lines.append(id).append('\t');
            lines.append(Instants.ofMicros(each.timeMicros())).append('\t');
            lines.append(Instants.ofMicros(each.receivedMicros())).append('\t');
            lines.append(9).append('\t').append(each.service()).append('\t').append(each.host());
            lines.append('\t').append(ORIGIN.id()).append('\t').append(id++).append("\t\\N\t");
            lines.append(each.body()).append('\t').append(each.fields()).append("\t0\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] binary() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Row> rows = new ArrayList<>();
        long sequence = 0;
        for (EncodedRecord each : records) {
            rows.add(new Row(each, ORIGIN.id(), sequence++));
        }
        new BinaryRows().write(rows, 1, (buffer, length) -> bytes.write(buffer, 0, length));
        return bytes.toByteArray();
    }

    private static LogRecord row(long now, int n) {
        return new LogRecord(
                now + n,
                now + n / 100 * 100L,
                io.logdrive.wire.Level.INFO,
                "payment",
                "web-1",
                "request " + n + " handled in 12 ms by worker 7 of the checkout",
                List.of(),
                "{\"user\":\"u" + n % 1000 + "\",\"session\":\"abcdef0123\",\"latency\":12}",
                0);
    }

    /** What is measured. */
    private interface Task {
        void run() throws Exception;
    }
}
