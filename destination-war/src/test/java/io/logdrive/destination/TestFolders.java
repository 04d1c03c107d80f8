package io.logdrive.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of what tests register, as JUnit gives one to tests alone. Thread-safe. */
public final class TestFolders {
    private TestFolders() {}

    /** A new one, whose name is nobody else's. */
    public static Path make() {
        try {
            return Files.createTempDirectory("logdrive-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that is in it; the second time is of no account. */
    public static void remove(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
