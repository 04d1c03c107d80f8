package io.logdrive.systemtest;

import java.nio.file.Path;
import java.util.Locale;

/** The databases that the destination is run on. Immutable. */
enum DatabaseKind {
    H2,
    POSTGRESQL,
    SQLITE;

    /** Which one the tests of a run use, by its {@link #word}. */
    static final String PROPERTY = "logdrive.systemtest.database";

    /** The one that {@value #PROPERTY} names, H2 without it. */
    static DatabaseKind chosen() {
        return of(System.getProperty(PROPERTY, H2.word()));
    }

    /**
     * The kind with this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    static DatabaseKind of(String word) {
        for (DatabaseKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("expected h2, postgresql or sqlite, found " + word);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    /**
     * One of this kind, empty, whose data are in {@code folder}; a server runs when it is given.
     */
    TestedDatabase in(Path folder) {
        return switch (this) {
            case H2 -> new H2Database(folder.resolve("data"));
            case POSTGRESQL -> new PostgresServer(folder).start();
            case SQLITE -> new SqliteDatabase(folder.resolve("data/sqlite/logdrive.db"));
        };
    }
}
