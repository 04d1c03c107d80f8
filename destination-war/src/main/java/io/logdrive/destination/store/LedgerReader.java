package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Gap;
import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.destination.store.OriginLedger.Total;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger: what became of every sequence, and which are missing.
 *
 * <p>Thread-safe.
 */
public final class LedgerReader {
    private static final String SUMS =
            "MAX(last) + 1 AS received, SUM(stored) AS stored, SUM(filtered) AS filtered,"
                    + " SUM(dead) AS dead,"
                    // Between intervals, and before the first one.
                    + " COUNT(*) - CASE WHEN MIN(first) = 0 THEN 1 ELSE 0 END AS gaps"
                    + " FROM ledger";
    private static final String TOTAL =
            "SELECT COUNT(*), SUM(received), SUM(stored), SUM(filtered), SUM(dead), SUM(gaps)"
                    + " FROM (SELECT "
                    + SUMS
                    + " GROUP BY origin_id) l";
    private static final String ORIGINS =
            "SELECT id, kind, peer, host, name, first_seen, last_seen FROM origin";

    private final Readers readers;

    LedgerReader(Database database) {
        this.readers = new Readers(database);
    }

    /**
     * The sums over all origins.
     *
     * @throws StoreException when the database is away or busy, or the deadline passes
     */
    public Total total(Deadline deadline) {
        return readers.query(
                deadline,
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(TOTAL)) {
                        deadline.limit(statement);
                        try (ResultSet row = statement.executeQuery()) {
                            row.next();
                            return new Total(row.getLong(1), sums(row, 2));
                        }
                    }
                });
    }

    /**
     * Origins in the order of their last batch, the latest first.
     *
     * @param limit at most so many
     * @param gapsMax at most so many gaps of each
     * @throws StoreException as {@link #total}
     */
    public List<OriginLedger> latest(int limit, int gapsMax, Deadline deadline) {
        String sql = ORIGINS + " ORDER BY last_seen DESC, id FETCH FIRST " + limit + " ROWS ONLY";
        return origins(sql, null, gapsMax, deadline);
    }

    /**
     * One origin, if it is known.
     *
     * @throws StoreException as {@link #total}
     */
    public Optional<OriginLedger> origin(UUID id, int gapsMax, Deadline deadline) {
        return origins(ORIGINS + " WHERE id = ?", id, gapsMax, deadline).stream().findFirst();
    }

    private List<OriginLedger> origins(
            String sql, @Nullable UUID id, int gapsMax, Deadline deadline) {
        return readers.query(
                deadline,
                connection -> {
                    List<OriginLedger> origins = new ArrayList<>();
                    Details details = new Details(connection, gapsMax, deadline);
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        deadline.limit(statement);
                        if (id != null) {
                            statement.setObject(1, id);
                        }
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                origins.add(details.of(rows));
                            }
                        }
                    }
                    return origins;
                });
    }

    private static Sums sums(ResultSet row, int column) throws SQLException {
        return new Sums(
                row.getLong(column),
                row.getLong(column + 1),
                row.getLong(column + 2),
                row.getLong(column + 3),
                row.getLong(column + 4));
    }

    /** Reads what belongs to one row of {@code origin}. Immutable. */
    private record Details(Connection connection, int gapsMax, Deadline deadline) {

        OriginLedger of(ResultSet row) throws SQLException {
            UUID id = row.getObject(1, UUID.class);
            Sums sums = sumsOf(id);
            return new OriginLedger(
                    id,
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    Instants.micros(row.getObject(6, OffsetDateTime.class)),
                    Instants.micros(row.getObject(7, OffsetDateTime.class)),
                    sums,
                    sums.gaps() == 0 ? List.of() : gapsOf(id));
        }

        private Sums sumsOf(UUID origin) throws SQLException {
            String sql = "SELECT " + SUMS + " WHERE origin_id = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                deadline.limit(statement);
                statement.setObject(1, origin);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return sums(row, 1);
                }
            }
        }

        private List<Gap> gapsOf(UUID origin) throws SQLException {
            List<Gap> gaps = new ArrayList<>();
            String sql =
                    "SELECT first, last FROM ledger WHERE origin_id = ? ORDER BY first"
                            + " FETCH FIRST "
                            + (gapsMax + 1)
                            + " ROWS ONLY";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                deadline.limit(statement);
                statement.setObject(1, origin);
                try (ResultSet rows = statement.executeQuery()) {
                    long next = 0;
                    while (rows.next() && gaps.size() < gapsMax) {
                        long first = rows.getLong(1);
                        if (first > next) {
                            gaps.add(new Gap(next, first - 1));
                        }
                        next = rows.getLong(2) + 1;
                    }
                }
            }
            return gaps;
        }
    }
}
