package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Gap;
import io.logdrive.destination.store.OriginLedger.Page;
import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.destination.store.OriginLedger.Total;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger: what became of every sequence, and which are missing.
 *
 * <p>Thread-safe.
 */
public final class LedgerReader {
    private static final String TOTAL =
            "SELECT origins, closed, received, stored, filtered, dead, gaps, removed"
                    + " FROM ledger_total";
    private static final String ORIGINS =
            "SELECT id, kind, peer, host, name, first_seen, last_seen, received, stored,"
                    + " filtered, dead, gaps FROM origin";
    private static final String CLOSED =
            "SELECT kind, last_seen, stored, filtered, dead FROM origin_closed WHERE id = ?";

    private final Readers readers;
    private final Dialect dialect;

    LedgerReader(Database database) {
        this.readers = new Readers(database);
        this.dialect = database.dialect();
    }

    /**
     * The sums over all origins.
     *
     * @throws StoreException when the database is away or busy, or the deadline passes
     */
    public Total total(Deadline deadline) {
        return readers.query(deadline, connection -> total(connection, deadline));
    }

    /**
     * The total and the origins with the latest batches, the latest first.
     *
     * @param limit at most so many
     * @param gapsMax at most so many gaps of each
     * @throws StoreException as {@link #total}
     */
    public Page latest(int limit, int gapsMax, Deadline deadline) {
        return page(ORIGINS + " ORDER BY last_seen DESC, id DESC", null, limit, gapsMax, deadline);
    }

    /**
     * The total and origins in the order of their ids, so that a walk from page to page meets each
     * one that is there all the time.
     *
     * @param after the id of the last origin of the page before, or null
     * @throws StoreException as {@link #total}
     */
    public Page byId(@Nullable UUID after, int limit, int gapsMax, Deadline deadline) {
        String where = after == null ? "" : " WHERE id > ?";
        return page(ORIGINS + where + " ORDER BY id", after, limit, gapsMax, deadline);
    }

    /**
     * One origin, if it is known.
     *
     * @throws StoreException as {@link #total}
     */
    public Optional<OriginLedger> origin(UUID id, int gapsMax, Deadline deadline) {
        return readers.snapshot(
                deadline,
                connection -> {
                    Details details = new Details(connection, dialect, gapsMax, deadline);
                    Optional<OriginLedger> open =
                            details.origins(ORIGINS + " WHERE id = ?", id).stream().findFirst();
                    return open.isPresent() ? open : details.closed(id);
                });
    }

    private Page page(
            String sql, @Nullable UUID parameter, int limit, int gapsMax, Deadline deadline) {
        return readers.snapshot(
                deadline,
                connection -> {
                    Total total = total(connection, deadline);
                    Details details = new Details(connection, dialect, gapsMax, deadline);
                    String limited = sql + " LIMIT " + limit;
                    return new Page(total, details.origins(limited, parameter));
                });
    }

    private static Total total(Connection connection, Deadline deadline) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOTAL)) {
            deadline.limit(statement);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Total(
                        row.getLong(1), row.getLong(2), OriginTable.sums(row, 3), row.getLong(8));
            }
        }
    }

    /** Reads origins with their gaps. Immutable. */
    private record Details(Connection connection, Dialect dialect, int gapsMax, Deadline deadline) {

        List<OriginLedger> origins(String sql, @Nullable UUID parameter) throws SQLException {
            List<OriginLedger> origins = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                deadline.limit(statement);
                if (parameter != null) {
                    statement.setObject(1, dialect.uuid(parameter));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        origins.add(origin(rows));
                    }
                }
            }
            return origins;
        }

        Optional<OriginLedger> closed(UUID id) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(CLOSED)) {
                deadline.limit(statement);
                statement.setObject(1, dialect.uuid(id));
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            new OriginLedger(
                                    id,
                                    row.getString(1),
                                    "",
                                    "",
                                    "",
                                    true,
                                    0,
                                    dialect.micros(row, 2),
                                    Interval.closed(row.getLong(3), row.getLong(4), row.getLong(5))
                                            .sums(),
                                    List.of()));
                }
            }
        }

        private OriginLedger origin(ResultSet row) throws SQLException {
            UUID id = Objects.requireNonNull(dialect.uuid(row, 1));
            Sums sums = OriginTable.sums(row, 8);
            return new OriginLedger(
                    id,
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    false,
                    dialect.micros(row, 6),
                    dialect.micros(row, 7),
                    sums,
                    sums.gaps() == 0 ? List.of() : gapsOf(id));
        }

        private List<Gap> gapsOf(UUID origin) throws SQLException {
            List<Gap> gaps = new ArrayList<>();
            String sql =
                    "SELECT first, last FROM ledger WHERE origin_id = ? ORDER BY first"
                            + " LIMIT "
                            + (gapsMax + 1);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                deadline.limit(statement);
                statement.setObject(1, dialect.uuid(origin));
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
