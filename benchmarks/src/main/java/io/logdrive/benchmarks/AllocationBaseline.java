package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many bytes of heap each benchmark took for a line when that was last agreed to: unlike times,
 * they are the same on every machine.
 *
 * <p>Immutable.
 *
 * @param bytes by the benchmark's name
 */
record AllocationBaseline(SortedMap<String, Long> bytes) {
    /** A tenth, and half an object: what the compiler's choices make of the same code. */
    private static final double FACTOR_MAX = 1.1;

    private static final int MORE_MAX = 8;

    private static final String HEADING =
            """
            # Bytes of heap for a line or record, by JMH: benchmarks/micro --guard compares
            # with them, benchmarks/micro --keep-baseline writes them anew.
            """;

    /**
     * Reads it.
     *
     * @throws BenchmarkException when a value is no number
     */
    static AllocationBaseline read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        SortedMap<String, Long> bytes = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            try {
                bytes.put(name, Long.valueOf(properties.getProperty(name)));
            } catch (NumberFormatException e) {
                throw new BenchmarkException(
                        file + ": " + name + ": expected bytes, found a text that is no number");
            }
        }
        return new AllocationBaseline(bytes);
    }

    /** Of what was measured. */
    static AllocationBaseline of(Map<String, Double> measured) {
        SortedMap<String, Long> bytes = new TreeMap<>();
        measured.forEach((name, found) -> bytes.put(name, Math.round(found)));
        return new AllocationBaseline(bytes);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEADING);
        bytes.forEach((name, count) -> text.append(name + "=" + count + "\n"));
        Files.writeString(file, text);
    }

    /** What takes more than was agreed to, or is not agreed to at all; empty when all is well. */
    List<String> problems(Map<String, Double> measured) {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Double> found : new TreeMap<>(measured).entrySet()) {
            Long agreed = bytes.get(found.getKey());
            if (agreed == null) {
                problems.add(found.getKey() + ": expected in the baseline, found it missing there");
            } else if (found.getValue() > agreed * FACTOR_MAX + MORE_MAX) {
                problems.add(
                        String.format(
                                Locale.ROOT,
                                "%s: expected about %d bytes of heap for each, found %.0f",
                                found.getKey(),
                                agreed,
                                found.getValue()));
            }
        }
        return problems;
    }
}
