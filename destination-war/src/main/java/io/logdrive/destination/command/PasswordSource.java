package io.logdrive.destination.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a new password comes from. Thread-safe. */
@FunctionalInterface
interface PasswordSource {
    /**
     * The password; null: none is given, and one is to be made.
     *
     * @param file that has it in its first line, {@code -} for standard input, or null
     */
    @Nullable String read(@Nullable String file) throws IOException;

    /**
     * A file, standard input, or the terminal, which shows nothing of it and asks twice.
     *
     * @param terminal null when standard input is none
     */
    static PasswordSource of(@Nullable Console terminal, InputStream in) {
        return file -> {
            if (file != null) {
                return file.equals("-") ? firstLine(in) : firstLine(Path.of(file));
            }
            return terminal == null ? null : asked(terminal);
        };
    }

    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return firstLine(in);
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isEmpty()) {
            throw new IOException("expected a password in the first line, found nothing");
        }
        return line;
    }

    private static @Nullable String asked(Console terminal) throws IOException {
        char[] first = terminal.readPassword("Password (none: one is made): ");
        if (first == null || first.length == 0) {
            return null;
        }
        char[] second = terminal.readPassword("Again: ");
        if (second == null || !Arrays.equals(first, second)) {
            throw new IOException("expected the same password twice, found two");
        }
        return new String(first);
    }
}
