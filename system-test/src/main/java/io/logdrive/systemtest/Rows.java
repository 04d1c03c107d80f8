package io.logdrive.systemtest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code message}, {@code origin} and {@code ledger}, looked at by SQL.
 *
 * <p>Confined to the thread of the test.
 */
final class Rows implements AutoCloseable {
    private final Connection connection;

    Rows(Connection connection) {
        this.connection = connection;
    }

    /** Those that the destination, which must have ended, left in its database. */
    static Rows of(TestedDatabase database) {
        try {
            return new Rows(database.connect());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open the database", e);
        }
    }

    long count() {
        return number("SELECT COUNT(*) FROM message");
    }

    /** Rows of the origin with this peer. */
    // The system may use a port twice, for short connections of the load: the longest counts.
    long countOf(String peer) {
        return number(
                "SELECT COALESCE(MAX(stored), 0) FROM (SELECT COUNT(*) AS stored FROM message JOIN"
                    + " origin ON origin.id = origin_id WHERE peer = ? GROUP BY origin_id) AS o",
                peer);
    }

    /** Origins with this peer: 1 unless the system used a port twice. */
    long originsOf(String peer) {
        return number("SELECT COUNT(*) FROM origin WHERE peer = ?", peer);
    }

    /** Pairs of origin and sequence that are stored more than once. */
    long doubles() {
        return number(
                "SELECT COUNT(*) FROM (SELECT origin_id, sequence FROM message"
                        + " GROUP BY origin_id, sequence HAVING COUNT(*) > 1) AS d");
    }

    /** Sequences that are missing below the highest stored one of their origin, in all. */
    long gaps() {
        return number(
                "SELECT COALESCE(SUM(missing), 0) FROM (SELECT MAX(sequence) + 1 - COUNT(DISTINCT"
                        + " sequence) AS missing FROM message GROUP BY origin_id) AS o");
    }

    /** Rows whose id is not above that of the row before them in their origin. */
    long disorder() {
        return number(
                "SELECT COUNT(*) FROM (SELECT id, LAG(id) OVER (PARTITION BY origin_id ORDER BY"
                        + " sequence, id) AS earlier FROM message) AS m WHERE earlier >= id");
    }

    /** Origins for which the ledger's sums or ends are not those of the rows. */
    // Two queries, compared here: H2 asks a joined group once for each row of the other.
    long ledgerDifferences() {
        Map<String, List<Long>> rows =
                byOrigin(
                        "SELECT CAST(origin_id AS VARCHAR), COUNT(*), MIN(sequence), MAX(sequence)"
                                + " FROM message GROUP BY origin_id");
        Map<String, List<Long>> ledger =
                byOrigin(
                        "SELECT CAST(origin_id AS VARCHAR), SUM(stored), SUM(last - first + 1),"
                                + " SUM(filtered + dead), MIN(first), MAX(last)"
                                + " FROM ledger GROUP BY origin_id");
        long unknown = rows.keySet().stream().filter(o -> !ledger.containsKey(o)).count();
        return unknown
                + ledger.entrySet().stream()
                        .filter(of -> differs(of.getValue(), rows.get(of.getKey())))
                        .count();
    }

    /** Whether an origin's ledger says another thing than its rows, of which there may be none. */
    private static boolean differs(List<Long> ledger, @Nullable List<Long> rows) {
        long stored = ledger.get(0);
        long covered = ledger.get(1);
        long apart = ledger.get(2);
        List<Long> ends = ledger.subList(3, 5);
        return stored != (rows == null ? 0 : rows.get(0))
                || covered != stored + apart
                || (apart == 0 && (rows == null || !ends.equals(rows.subList(1, 3))));
    }

    private Map<String, List<Long>> byOrigin(String sql) {
        Map<String, List<Long>> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<Long> numbers = new ArrayList<>();
                for (int i = 2; i <= columns; i++) {
                    numbers.add(rows.getLong(i));
                }
                found.put(rows.getString(1), numbers);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return found;
    }

    long deadLetters() {
        return number("SELECT COUNT(*) FROM dead_letter");
    }

    /** All that must be zero whatever happened, named, for one assertion. */
    Faults faults() {
        return new Faults(doubles(), gaps(), disorder(), ledgerDifferences(), deadLetters());
    }

    /** The bodies of all messages that contain {@code text}, in the order of their ids. */
    List<String> bodiesWith(String text) {
        // What LIKE takes for a sign of its own finds too much, and letters of either case.
        return texts("SELECT body FROM message WHERE body LIKE ? ORDER BY id", "%" + text + "%")
                .stream()
                .filter(body -> body.contains(text))
                .toList();
    }

    /** The bodies of the messages from this peer, in the order of their sequences. */
    List<String> bodiesOf(String peer) {
        return texts(
                "SELECT body FROM message JOIN origin ON origin.id = origin_id WHERE peer = ?"
                        + " ORDER BY sequence, message.id",
                peer);
    }

    /** The bodies of each origin, in the order of their sequences. */
    Map<String, List<String>> bodiesByOrigin() {
        Map<String, List<String>> bodies = new LinkedHashMap<>();
        // One query for all: one for each of a thousand origins takes minutes.
        String sql =
                "SELECT CAST(origin_id AS VARCHAR), body FROM message ORDER BY origin_id, sequence";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                bodies.computeIfAbsent(rows.getString(1), origin -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return bodies;
    }

    /** The flags of the messages from this peer, in the order of their sequences. */
    List<String> flagsOf(String peer) {
        return texts(
                "SELECT CAST(flags AS VARCHAR) FROM message JOIN origin ON origin.id = origin_id"
                        + " WHERE peer = ? ORDER BY sequence, message.id",
                peer);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String sql, String... parameters) {
        return Long.parseLong(texts(sql, parameters).get(0));
    }

    private List<String> texts(String sql, String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * How often each thing that must never happen did.
     *
     * <p>Immutable.
     */
    record Faults(
            long doubles, long gaps, long disorder, long ledgerDifferences, long deadLetters) {
        static final Faults NONE = new Faults(0, 0, 0, 0, 0);

        /** The same without the disorder, for where no order is promised (decision 0009). */
        Faults inAnyOrder() {
            return new Faults(doubles, gaps, 0, ledgerDifferences, deadLetters);
        }
    }
}
