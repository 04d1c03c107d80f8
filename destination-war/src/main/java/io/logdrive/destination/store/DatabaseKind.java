package io.logdrive.destination.store;

import java.util.Locale;
import java.util.concurrent.ThreadFactory;

/** The databases there are, told apart by the configured URL. Immutable. */
public enum DatabaseKind {
    /** Embedded, in a file beneath the data directory: when no URL is configured. */
    H2(""),
    /** A server, from version 15 on. */
    POSTGRESQL("jdbc:postgresql:"),
    /** A single file, written by this process alone. */
    SQLITE("jdbc:sqlite:");

    private final String urlPrefix;

    DatabaseKind(String urlPrefix) {
        this.urlPrefix = urlPrefix;
    }

    /** As the API has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String urlPrefix() {
        return urlPrefix;
    }

    /**
     * Opens the configured database. H2 and SQLite are brought up to date here; PostgreSQL, which
     * may be away, with its first connection.
     *
     * @param threads makes the pool's housekeeping threads
     * @throws StoreException when it cannot be opened
     */
    static Database open(StoreConfig config, ThreadFactory threads) {
        return switch (config.database().kind()) {
            case H2 -> H2Database.open(config, threads);
            case POSTGRESQL -> PostgresDatabase.open(config, threads);
            case SQLITE -> SqliteDatabase.open(config, threads);
        };
    }
}
