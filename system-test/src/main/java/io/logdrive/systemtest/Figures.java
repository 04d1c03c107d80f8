package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Keeps what was measured beside what was asserted, in {@code figures.txt}. Thread-safe. */
final class Figures {
    private static final Path FILE = Artefacts.WORK.resolve("figures.txt");

    private Figures() {}

    static synchronized void note(String what, double figure, String unit) {
        String line = String.format(Locale.ROOT, "%s: %.1f %s%n", what, figure, unit);
        try {
            Files.createDirectories(Artefacts.WORK);
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
