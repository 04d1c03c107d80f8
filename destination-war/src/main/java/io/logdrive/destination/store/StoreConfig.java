package io.logdrive.destination.store;

import io.logdrive.payara.ConfigurationReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Settings of the store.
 *
 * <p>Immutable.
 *
 * @param data the data directory; the database is in {@code h2/} beneath it
 * @param database which one, and who we are to it
 * @param retention what is removed again
 * @param queue bound of what waits for the writer and is in its hands
 * @param group bound of what is committed at once
 * @param diskFreeMin bytes that must be free where the database is, or nothing is stored; 0: any
 * @param originCloseAfter how long after its last batch a complete origin is closed
 * @param queryConnectionsMax queries at the same time
 * @param queryWaitMax how long a query waits for a connection
 */
public record StoreConfig(
        Path data,
        DatabaseConfig database,
        RetentionConfig retention,
        Bounds queue,
        Bounds group,
        long diskFreeMin,
        Duration originCloseAfter,
        int queryConnectionsMax,
        Duration queryWaitMax) {
    private static final String DATA = "./logdrive-data";
    private static final int QUEUE_RECORDS_MAX = 20_000;
    // Two groups: one in the writer's hands, one that is received meanwhile.
    private static final int QUEUE_RECORDS_MAX_POSTGRESQL = 40_000;
    private static final long QUEUE_BYTES_MAX = 32L << 20;
    // Larger transactions are slower on H2: its undo log then outgrows a page (decision 0023).
    private static final int GROUP_RECORDS_MAX = 2_000;
    // Each group is some ten round trips and a sync, whatever its size (decision 0062).
    private static final int GROUP_RECORDS_MAX_POSTGRESQL = 20_000;
    private static final long GROUP_BYTES_MAX = 8L << 20;
    private static final long DISK_FREE_MIN = 256L << 20;
    // Longer than any sender is known to try again by itself (Fluentd: 72 hours).
    private static final Duration ORIGIN_CLOSE_AFTER = Duration.ofDays(30);
    private static final int QUERY_CONNECTIONS_MAX = 4;
    private static final Duration QUERY_WAIT_MAX = Duration.ofSeconds(2);

    /** Reads the store's keys; problems stay with the reader. */
    public static StoreConfig from(ConfigurationReader reader) {
        Path data = reader.path("data", DATA);
        // H2 takes what follows a semicolon in its URL as settings, INIT=<any SQL> among them.
        String text = data.toString();
        if (text.contains(";") || text.toUpperCase(Locale.ROOT).contains("INIT=")) {
            reader.refuse("data", "a path without ';' and 'INIT='", text);
        }
        DatabaseConfig database = DatabaseConfig.from(reader);
        return new StoreConfig(
                data,
                database,
                RetentionConfig.from(reader),
                new Bounds(
                        reader.integer(
                                "store.queue.records-max",
                                database.kind() == DatabaseKind.POSTGRESQL
                                        ? QUEUE_RECORDS_MAX_POSTGRESQL
                                        : QUEUE_RECORDS_MAX,
                                1,
                                10_000_000),
                        reader.bytes("store.queue.bytes-max", QUEUE_BYTES_MAX, 1, 16L << 30)),
                new Bounds(
                        reader.integer(
                                "store.group.records-max",
                                database.kind() == DatabaseKind.POSTGRESQL
                                        ? GROUP_RECORDS_MAX_POSTGRESQL
                                        : GROUP_RECORDS_MAX,
                                1,
                                1_000_000),
                        reader.bytes("store.group.bytes-max", GROUP_BYTES_MAX, 1, 1L << 30)),
                reader.bytes("store.disk-free-min", DISK_FREE_MIN, 0, 1L << 40),
                reader.duration(
                        "store.origin-close-after",
                        ORIGIN_CLOSE_AFTER,
                        Duration.ofHours(1),
                        Duration.ofDays(3650)),
                reader.integer("store.query-connections-max", QUERY_CONNECTIONS_MAX, 1, 100),
                reader.duration(
                        "store.query-wait-max",
                        QUERY_WAIT_MAX,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(1)));
    }

    /** How much may be there at once. Immutable. */
    public record Bounds(int recordsMax, long bytesMax) {}
}
