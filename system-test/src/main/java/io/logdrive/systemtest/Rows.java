package io.logdrive.systemtest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    long ledgerDifferences() {
        return number(
                        "SELECT COUNT(*) FROM (SELECT origin_id, SUM(stored) AS stored, SUM(last -"
                            + " first + 1) AS covered, SUM(filtered + dead) AS apart, MIN(first) AS"
                            + " lowest, MAX(last) AS highest FROM ledger GROUP BY origin_id) AS l"
                            + " LEFT JOIN (SELECT origin_id, COUNT(*) AS stored, MIN(sequence) AS"
                            + " lowest, MAX(sequence) AS highest FROM message GROUP BY origin_id)"
                            + " AS m ON m.origin_id = l.origin_id WHERE l.stored <>"
                            + " COALESCE(m.stored, 0) OR l.covered <> l.stored + l.apart OR"
                            + " (l.apart = 0 AND (l.lowest IS DISTINCT FROM m.lowest OR l.highest"
                            + " IS DISTINCT FROM m.highest))")
                + number(
                        "SELECT COUNT(DISTINCT origin_id) FROM message"
                                + " WHERE origin_id NOT IN (SELECT origin_id FROM ledger)");
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
