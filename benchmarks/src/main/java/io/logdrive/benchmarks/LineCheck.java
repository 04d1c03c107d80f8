package io.logdrive.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * The oracle of what rsyslog put to rest: whether each line is there once and whole. Those that are
 * numbered ({@code source|sequence|length|crc|payload}) also by their numbers, up to the last.
 *
 * <p>Confined to the main thread.
 */
final class LineCheck {
    private static final int PARTS = 5;

    private final Map<String, Long> next = new HashMap<>();
    private long json;
    private long numbered;
    private long damaged;
    private long outOfOrder;

    /** A line as it is in a file. */
    void add(String line) {
        if (line.startsWith("{\"time\":\"") && line.endsWith("}")) {
            json++;
            return;
        }
        String[] parts = line.split("\\|", -1);
        if (parts.length != PARTS
                || !parts[2].equals(Integer.toString(parts[PARTS - 1].length()))) {
            damaged++;
            return;
        }
        long sequence = Long.parseLong(parts[1]);
        if (sequence != next.getOrDefault(parts[0], 0L)) {
            outOfOrder++;
        }
        next.put(parts[0], sequence + 1);
        numbered++;
    }

    /** So many lines that were parsed as JSON, which a line that is cut cannot be. */
    void addParsed(long rows) {
        json += rows;
    }

    /**
     * Ends the check.
     *
     * @throws BenchmarkException when there are not exactly so many
     */
    void end(String what, long jsonExpected, long numberedExpected) {
        if (json != jsonExpected || numbered != numberedExpected || damaged + outOfOrder != 0) {
            throw new BenchmarkException(
                    what
                            + ": expected "
                            + jsonExpected
                            + " JSON lines and "
                            + numberedExpected
                            + " numbered ones, found "
                            + json
                            + " and "
                            + numbered
                            + ", "
                            + damaged
                            + " damaged, "
                            + outOfOrder
                            + " numbers out of order");
        }
    }
}
