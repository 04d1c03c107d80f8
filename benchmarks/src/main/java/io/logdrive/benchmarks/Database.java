package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * One of the databases that the destination stores into. Each data directory has one of its own.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
interface Database extends AutoCloseable {
    /** The name and version, for people. */
    String text();

    /** What a server with the data directory {@code data} is configured with to use it. */
    Map<String, String> settings(Path data) throws SQLException;

    /** A new one with the product's schema, for {@code data}. */
    Connection create(Path data) throws SQLException, IOException;

    /** The existing one of {@code data}, whose rows are handed out one by one. */
    Connection open(Path data) throws SQLException;

    /** Removes what {@link #create} made beyond the files in {@code data}. */
    default void drop(Path data) throws SQLException {}

    /** The bare ways to insert, the one that ratios are taken to first. */
    List<Floor> floors();

    /** Inserts rows 0 to {@code count} by the fastest way, and tidies up as time would. */
    void load(Connection connection, Rows rows, long count) throws SQLException, IOException;

    /**
     * Before something is measured: lets the work of what was before end. One that is embedded does
     * it in the server.
     */
    default void settle(Path data) throws SQLException {}

    /**
     * When the rows with these ids were committed, in microseconds since the epoch, by id; empty
     * where the database does not know.
     */
    default Map<Long, Long> commits(Path data, long firstId, long lastId) throws SQLException {
        return Map.of();
    }

    /**
     * Hands over how many microseconds after ingest received it each row was committed, of the rows
     * received since {@code sinceMicros}; none where the database does not know.
     */
    default void commitDelays(Path data, long sinceMicros, LongConsumer micros)
            throws SQLException {}

    /** CPU seconds of processes that are the database's alone; 0 when it is in the server's. */
    default double cpuSeconds() throws IOException {
        return 0;
    }

    /** What those processes made the kernel write to the disk, in bytes. */
    default long writtenBytes() throws IOException {
        return 0;
    }

    /** How a time is bound. */
    default Object time(long micros) {
        return OffsetDateTime.of(
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1_000,
                        ZoneOffset.UTC),
                ZoneOffset.UTC);
    }

    /** The scripts of its schema. */
    Migrations migrations();

    /** How a UUID is bound. */
    default Object uuid(UUID uuid) {
        return uuid;
    }

    /** Ends what it started; connections are closed by who opened them. */
    @Override
    default void close() throws IOException {}
}
