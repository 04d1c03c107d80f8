package io.logdrive.destination.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The native part of SQLite's driver, which it unpacks to load it: into a folder of ours beneath
 * the data, where the one that a killed process could not delete is deleted at the next start.
 *
 * <p>Thread-safe.
 */
final class SqliteLibrary {
    /** Where the driver unpacks it; what it says from outside holds. */
    private static final String PROPERTY = "org.sqlite.tmpdir";

    private static final String FOLDER = "sqlite-native";

    private SqliteLibrary() {}

    /** Loads it, if this class loader has not loaded it before. */
    static synchronized void load(Path data) throws IOException {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        Path folder = Files.createDirectories(data.toAbsolutePath().resolve(FOLDER));
        // Also of a process that has it loaded: it keeps what it has mapped.
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        System.setProperty(PROPERTY, folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new IOException(
                    folder
                            + ": expected to load SQLite's library from there (or from where -D"
                            + PROPERTY
                            + " says), found "
                            + e,
                    e);
        } finally {
            System.clearProperty(PROPERTY);
        }
    }
}
