package io.logdrive.destination.store;

import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The writer's connection with its prepared statements, and the one transaction it knows: rows and
 * ledger of a group, all or nothing.
 *
 * <p>After any exception the connection's state is unknown: close it and open another. The commit
 * that failed may have happened; the ledger then makes the next attempt skip what is there.
 * Confined to the writer's thread.
 */
final class GroupTransaction implements AutoCloseable {
    /** Rows under one savepoint: what is inserted again when one of them is refused. */
    private static final int ROWS_PER_SAVEPOINT = 4096;

    private final Connection connection;
    private final Clock clock;
    private final StoreEvents events;
    private final OriginTable origins;
    private final LedgerTable ledger;
    private final DeadLetterTable deadLetters;
    private final MessageWriter messages;
    private long nextId;

    /** Takes over {@code connection}, also when this throws. */
    GroupTransaction(Database database, Connection connection, Clock clock, StoreEvents events)
            throws SQLException {
        this.connection = connection;
        this.clock = clock;
        this.events = events;
        try {
            connection.setAutoCommit(false);
            this.origins = new OriginTable(connection);
            this.ledger = new LedgerTable(connection);
            this.deadLetters = new DeadLetterTable(connection);
            this.messages = database.messageWriter(connection);
            this.nextId = highestId(connection) + 1;
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Stores the group and commits. */
    Group.Tally store(Group group) throws SQLException {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Map<UUID, OriginCoverage> coverages = new HashMap<>();
        for (Map.Entry<UUID, OriginCoverage.Range> span : group.spans().entrySet()) {
            Origin origin = group.described().get(span.getKey());
            origins.touch(span.getKey(), origin, now);
            coverages.put(
                    span.getKey(),
                    new OriginCoverage(
                            ledger.near(
                                    span.getKey(),
                                    span.getValue().first(),
                                    span.getValue().last())));
        }
        Group.Plan plan = group.plan(coverages);
        Refusals refusals = new Refusals(coverages, plan.tally(), now);
        List<Row> rows = plan.rows();
        for (int from = 0; from < rows.size(); from += ROWS_PER_SAVEPOINT) {
            int to = Math.min(rows.size(), from + ROWS_PER_SAVEPOINT);
            insert(rows.subList(from, to), refusals);
        }
        for (UUID origin : group.spans().keySet()) {
            OriginCoverage coverage = coverages.get(origin);
            if (coverage != null) {
                ledger.save(origin, coverage);
            }
        }
        connection.commit();
        return plan.tally();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Inserts the rows; when the database refuses their data, halves them down to the record. */
    private void insert(List<Row> rows, Refusals refusals) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            messages.insert(rows, nextId);
            nextId += rows.size();
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (!SqlFailure.isOfData(e)) {
                throw e;
            }
            connection.rollback(before);
            if (rows.size() == 1) {
                refuse(rows.get(0), SqlFailure.reason(e), refusals);
                return;
            }
        }
        int middle = rows.size() / 2;
        insert(rows.subList(0, middle), refusals);
        insert(rows.subList(middle, rows.size()), refusals);
    }

    private void refuse(Row row, String why, Refusals refusals) throws SQLException {
        events.refused(row, why);
        deadLetters.insert(row, why, refusals.now());
        OriginCoverage coverage = refusals.coverages().get(row.origin());
        if (coverage != null) {
            coverage.dead(row.sequence());
        }
        refusals.tally().moveToDead();
    }

    private static long highestId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(id) FROM message")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** What a refused record changes. Immutable. */
    private record Refusals(
            Map<UUID, OriginCoverage> coverages, Group.Tally tally, OffsetDateTime now) {}
}
