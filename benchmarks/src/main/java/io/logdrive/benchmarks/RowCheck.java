package io.logdrive.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The oracle: whether the table holds every line once and, of each connection, in its order. It
 * reads the whole table once, in the order of commits.
 *
 * <p>Confined to the thread that calls it.
 */
final class RowCheck {
    private static final int FETCH = 10_000;

    private final Map<UUID, Seen> origins = new HashMap<>();
    private long rows;
    private long doubles;
    private long outOfOrder;

    /**
     * Checks the table.
     *
     * @throws BenchmarkException when it does not hold exactly {@code expected} lines
     */
    static void check(Connection connection, long expected) throws SQLException {
        RowCheck check = new RowCheck();
        // PostgreSQL hands rows out in parts within a transaction only.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet all =
                    statement.executeQuery("SELECT origin_id, sequence FROM message ORDER BY id")) {
                while (all.next()) {
                    check.add(UUID.fromString(all.getString(1)), all.getLong(2));
                }
            }
        }
        long missing = check.missing();
        if (check.rows != expected || check.doubles != 0 || missing != 0 || check.outOfOrder != 0) {
            throw new BenchmarkException(
                    "table message: expected "
                            + expected
                            + " rows, none double, missing or out of order, found "
                            + check.rows
                            + " rows, "
                            + check.doubles
                            + " double, "
                            + missing
                            + " missing, "
                            + check.outOfOrder
                            + " out of order");
        }
    }

    private void add(UUID origin, long sequence) {
        rows++;
        Seen seen = origins.computeIfAbsent(origin, id -> new Seen());
        int bit = Math.toIntExact(sequence);
        if (seen.sequences.get(bit)) {
            doubles++;
        } else if (sequence < seen.last) {
            outOfOrder++;
        }
        seen.sequences.set(bit);
        seen.last = Math.max(seen.last, sequence);
    }

    private long missing() {
        return origins.values().stream()
                .mapToLong(seen -> seen.last + 1 - seen.sequences.cardinality())
                .sum();
    }

    /** What was seen of one origin. Confined as its owner. */
    private static final class Seen {
        private final BitSet sequences = new BitSet();
        private long last = -1;
    }
}
