package io.logdrive.systemtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Secrets that must be seen nowhere, and where they were seen. Thread-safe. */
final class Canaries {
    private static final int RANDOM_BYTES = 12;
    private static final Path PROCESSES = Path.of("/proc");

    private final SecureRandom random = new SecureRandom();

    /** By what would be seen, what it is. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private final Set<String> seen = new ConcurrentSkipListSet<>();

    /** A new one: no name that a user may have, and all of it may stand in a cookie or token. */
    String add(String name) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return add(name, "CANARY" + HexFormat.of().formatHex(bytes));
    }

    /** One that somebody else has made. */
    String add(String name, String secret) {
        names.put(secret, name);
        // As it stands in Basic credentials behind a user's name of any length.
        for (int before = 0; before < 3; before++) {
            byte[] bytes = (" ".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            int first = before == 0 ? 0 : before + 1;
            names.put(encoded.substring(first, encoded.length() - 2), name + " in Base64");
        }
        return secret;
    }

    /** The lines of a private key. */
    void addKey(String name, Path pem) throws IOException {
        for (String line : Files.readAllLines(pem)) {
            if (!line.startsWith("-") && line.length() > 16) {
                names.put(line, name);
            }
        }
    }

    /** Looks through what was seen at a place. */
    void look(String place, String text) {
        names.forEach(
                (secret, name) -> {
                    if (text.contains(secret)) {
                        seen.add(place + ": " + name);
                    }
                });
    }

    /** Looks through a file, or all of a folder. */
    void look(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                look(
                        path.getFileName() + "/" + path.relativize(file),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Looks through what everybody on this machine sees of all processes. */
    void lookAtProcesses() {
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            for (Path each : processes.toList()) {
                if (String.valueOf(each.getFileName()).matches("\\d+")) {
                    look("the list of processes", commandLine(each));
                }
            }
        } catch (IOException e) {
            seen.add("the list of processes: " + e);
        }
    }

    /** Where one was seen, and which. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // It has ended since it was listed.
        }
    }
}
