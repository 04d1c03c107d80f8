package io.logdrive.systemtest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all rows once, in the order of their ids, and holds them against what the sources sent: a
 * bit for each line is all that is kept.
 *
 * <p>Confined to one thread.
 */
final class RowAudit {
    private static final int FETCHED = 1_000;

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Tally lost = new Tally();
    private final Tally doubled = new Tally();
    private final Tally damaged = new Tally();
    private final Tally disordered = new Tally();
    private final Tally invented = new Tally();
    private long rows;

    /** Expects of each source the sequences from 0 on, as many as {@code lines} says. */
    RowAudit(Map<String, Long> lines) {
        lines.forEach((name, count) -> sources.put(name, new Source(count)));
    }

    /** Reads what a destination, which must have ended, left in its database. */
    RowAudit read(TestedDatabase database) {
        try (Connection connection = database.connect()) {
            // Else PostgreSQL's driver would hold all rows at once.
            connection.setAutoCommit(false);
            return read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the rows", e);
        }
    }

    RowAudit read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCHED);
            try (ResultSet all =
                    statement.executeQuery("SELECT id, sequence, body FROM message ORDER BY id")) {
                while (all.next()) {
                    add(all.getLong(1), all.getLong(2), all.getString(3));
                }
            }
        }
        sources.forEach((name, source) -> source.lost(name, lost));
        return this;
    }

    private void add(long id, long sequence, String body) {
        rows++;
        OracleLine line = OracleLine.of(body);
        Source source = line == null ? null : sources.get(line.source());
        if (line == null || (source != null && line.sequence() != sequence)) {
            damaged.add("row " + id + " sequence " + sequence + ": " + start(body));
        } else if (source == null || line.sequence() >= source.lines) {
            invented.add("row " + id + ": " + line.id());
        } else if (!source.add((int) line.sequence())) {
            doubled.add("row " + id + ": " + line.id());
        } else if (line.sequence() < source.last) {
            disordered.add("row " + id + ": " + line.id() + " after " + source.last);
        } else {
            source.last = line.sequence();
        }
    }

    private static String start(String body) {
        return body.substring(0, Math.min(body.length(), 60));
    }

    long rows() {
        return rows;
    }

    /** Sequences below a source's number of lines that no row has. */
    Tally lost() {
        return lost;
    }

    /** Rows whose line another row has, too. */
    Tally doubled() {
        return doubled;
    }

    /** Rows whose text is not whole, or whose sequence is not that of their text. */
    Tally damaged() {
        return damaged;
    }

    /** Rows with a higher id than a later line of their source. */
    Tally disordered() {
        return disordered;
    }

    /** Rows that no source sent. */
    Tally invented() {
        return invented;
    }

    /** The first of what was found, and how many of it. Confined as its owner. */
    static final class Tally {
        private static final int FIRST = 10;

        private final java.util.List<String> first = new java.util.ArrayList<>();
        private long count;

        void add(String what) {
            add(what, 1);
        }

        /** So many of which one word says it all. */
        void add(@Nullable String what, long more) {
            count += more;
            if (what != null && first.size() < FIRST) {
                first.add(what);
            }
        }

        long count() {
            return count;
        }

        java.util.List<String> first() {
            return java.util.List.copyOf(first);
        }
    }

    /** What was seen of one source. Confined as its owner. */
    private static final class Source {
        private final long lines;
        private final BitSet seen;
        private long last = -1;

        Source(long lines) {
            this.lines = lines;
            this.seen = new BitSet(Math.toIntExact(lines));
        }

        /** Whether it had not been seen. */
        boolean add(int sequence) {
            boolean isNew = !seen.get(sequence);
            seen.set(sequence);
            return isNew;
        }

        /** Each run of missing sequences is one entry. */
        void lost(String name, Tally lost) {
            int from = seen.nextClearBit(0);
            while (from < lines) {
                int next = seen.nextSetBit(from);
                long to = next < 0 ? lines : next;
                lost.add(name + "|" + from + (to - from == 1 ? "" : ".." + (to - 1)), to - from);
                from = next < 0 ? (int) lines : seen.nextClearBit(next);
            }
        }
    }
}
