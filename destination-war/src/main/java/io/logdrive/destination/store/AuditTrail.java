package io.logdrive.destination.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done by whom, for {@value AccessSweep#AUDIT_DAYS} days.
 *
 * <p>Thread-safe.
 */
public final class AuditTrail {
    private final KeptConnection reader;
    private final SmallChanges changes;
    private final AccessRows rows;

    AuditTrail(KeptConnection reader, SmallChanges changes) {
        this.reader = reader;
        this.changes = changes;
        this.rows = new AccessRows(changes.dialect());
    }

    /**
     * Enters what changed nothing of ours.
     *
     * @throws StoreException when the database is away or busy
     */
    public void enter(AuditEntry entry) {
        changes.audited(entry, connection -> Changed.DONE);
    }

    /**
     * The latest first.
     *
     * @param before only those with a lower id
     * @throws StoreException.Away when the database is
     */
    public List<Line> list(long before, int limit) {
        return reader.ask(
                (connection, deadline) -> {
                    List<Line> lines = new ArrayList<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT id, at, who, address, what, target, outcome FROM audit"
                                            + " WHERE id < ? ORDER BY id DESC LIMIT "
                                            + limit)) {
                        deadline.limit(statement);
                        statement.setLong(1, before);
                        try (ResultSet found = statement.executeQuery()) {
                            while (found.next()) {
                                lines.add(line(found));
                            }
                        }
                    }
                    return lines;
                });
    }

    private Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong(1),
                rows.instant(row, 2),
                new AuditEntry(
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)));
    }

    /** One line. Immutable. */
    public record Line(long id, Instant at, AuditEntry entry) {}
}
