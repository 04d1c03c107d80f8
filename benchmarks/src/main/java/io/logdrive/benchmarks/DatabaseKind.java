package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Which database is measured. Immutable. */
enum DatabaseKind {
    H2,
    POSTGRESQL,
    SQLITE;

    /**
     * Starts or opens it.
     *
     * @param folder where a server of its own keeps its files
     * @param settings of such a server
     */
    Database open(Layout layout, Path folder, Map<String, String> settings) throws IOException {
        Path migrations = layout.migrations(name().toLowerCase(Locale.ROOT));
        return switch (this) {
            case H2 -> new H2Database(migrations);
            case POSTGRESQL -> PostgresDatabase.start(migrations, folder, settings);
            case SQLITE -> new SqliteDatabase(migrations);
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
