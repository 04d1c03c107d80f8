package io.logdrive.destination.store;

import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/**
 * The database without its writer and its upkeep: for the command that adds the first user while no
 * server runs.
 *
 * <p>Thread-safe.
 */
public final class AccessDatabase implements AutoCloseable {
    private final Database database;
    private final AccessTables tables;

    private AccessDatabase(Database database, Clock clock) {
        this.database = database;
        this.tables = new AccessTables(database, clock);
    }

    /**
     * Opens it, creating what is not there.
     *
     * @throws StoreException when it cannot be opened; {@link StoreException.InUse} when a server
     *     has it
     */
    public static AccessDatabase open(StoreConfig config, ThreadFactory threads, Clock clock) {
        return new AccessDatabase(DatabaseKind.open(config, threads), clock);
    }

    /** Users, and what was done to them. */
    public AccessTables tables() {
        return tables;
    }

    @Override
    public void close() {
        tables.close();
        database.close();
    }
}
