package io.logdrive.destination.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the database is and what it is given, for people who look: asks it for nothing while somebody
 * waits. Thread-safe.
 */
public final class StoreStatus {
    private static final Duration READ_MAX = Duration.ofSeconds(5);
    private static final long UPKEEP_NANOS = TimeUnit.SECONDS.toNanos(Upkeep.PERIOD_SECONDS);

    private final Database database;
    private final Readers readers;
    private final StoreConfig config;
    private final GroupQueue queue;
    private final GroupWriter writer;
    private final Upkeep upkeep;
    private final RecentCommits commits;
    private volatile String version = "";
    private volatile long bytes = -1;

    StoreStatus(
            Database database,
            StoreConfig config,
            GroupQueue queue,
            GroupWriter writer,
            Upkeep upkeep) {
        this.database = database;
        this.readers = new Readers(database);
        this.config = config;
        this.queue = queue;
        this.writer = writer;
        this.upkeep = upkeep;
        this.commits = writer.commits();
        upkeep.also(this::look);
    }

    /** What was committed. */
    public RecentCommits commits() {
        return commits;
    }

    /** Batches that were received and are not committed. */
    public int waitingBatches() {
        return queue.batches();
    }

    /** Why nothing can be stored, without SQL and secrets; empty: it can, as far as is known. */
    public String waitsFor() {
        String ofWriter = writer.waitsFor();
        if (!ofWriter.isEmpty()) {
            return ofWriter;
        }
        String shortage = database.shortage();
        if (shortage != null) {
            return "disk is full: " + shortage;
        }
        // Who has committed meanwhile knows better.
        boolean isThere = commits.any() && commits.quietNanos(System.nanoTime()) < UPKEEP_NANOS;
        return isThere ? "" : upkeep.away();
    }

    /** Which database it is, {@code h2}, {@code postgresql} or {@code sqlite}. */
    public String kind() {
        return config.database().kind().word();
    }

    /** The version of the database; empty until it was asked. */
    public String version() {
        return version;
    }

    /** Its URL as JDBC has it, without user, password and parameters. */
    public String address() {
        return config.database().address(config.data());
    }

    /** Bytes free where the database is; null where that is not ours to see. */
    public @Nullable Long freeBytes() {
        FreeDisk disk = database.disk();
        return disk == null ? null : disk.free();
    }

    /** What must be free there, or nothing is stored. */
    public long reserveBytes() {
        return config.diskFreeMin();
    }

    /** What the whole database takes; null until it was asked. */
    public @Nullable Long databaseBytes() {
        return bytes < 0 ? null : bytes;
    }

    /** Every ten seconds, by the upkeep. */
    private void look() {
        try {
            readers.query(
                    Deadline.in(READ_MAX),
                    connection -> {
                        version = firstWord(connection.getMetaData().getDatabaseProductVersion());
                        bytes = database.bytes(connection);
                        return version;
                    });
        } catch (StoreException e) {
            // What was known stays; that it is away the writer and the upkeep say.
            return;
        }
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }
}
