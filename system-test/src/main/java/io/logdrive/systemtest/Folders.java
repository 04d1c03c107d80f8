package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Makes empty folders that stay after the tests, for a look at the logs. Thread-safe. */
final class Folders {
    private Folders() {}

    /** The folder of a test class, empty. */
    static Path fresh(Class<?> test) {
        return fresh(test.getSimpleName());
    }

    static Path fresh(String name) {
        Path folder = Artefacts.WORK.resolve(name);
        try {
            delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it with all that is in it, if it is there. */
    static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
