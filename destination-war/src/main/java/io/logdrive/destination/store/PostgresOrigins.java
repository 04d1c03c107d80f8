package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * By PostgreSQL's arrays. Two writers that enter and know the same origins the other way round may
 * wait for each other; then PostgreSQL ends one of the transactions, and it is tried again.
 *
 * <p>Confined to the writer's thread.
 */
final class PostgresOrigins implements ManyOrigins {
    private static final String UUIDS = "uuid";

    private final Connection connection;
    private final Dialect dialect;
    private final PreparedStatement lock;
    private final PreparedStatement closed;
    private final PreparedStatement enter;
    private final PreparedStatement latest;

    PostgresOrigins(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.lock =
                connection.prepareStatement(
                        "SELECT id, received, stored, filtered, dead, gaps FROM origin"
                                + " WHERE id = ANY (?) ORDER BY id FOR UPDATE");
        this.closed =
                connection.prepareStatement("SELECT id FROM origin_closed WHERE id = ANY (?)");
        this.enter =
                connection.prepareStatement(OriginTable.INSERT + " ON CONFLICT (id) DO NOTHING");
        this.latest =
                connection.prepareStatement(
                        "SELECT near.id, found.first, found.last, found.stored, found.filtered,"
                                + " found.dead FROM unnest(?, ?) AS near (id, until)"
                                + " CROSS JOIN LATERAL (SELECT "
                                + LedgerTable.COLUMNS
                                + " FROM ledger WHERE origin_id = near.id AND first <= near.until"
                                + " ORDER BY first DESC LIMIT ?) AS found"
                                + " ORDER BY near.id, found.first DESC");
    }

    @Override
    public Map<UUID, Sums> lock(Collection<UUID> ids) throws SQLException {
        Map<UUID, Sums> found = new HashMap<>();
        lock.setArray(1, connection.createArrayOf(UUIDS, ids.toArray()));
        try (ResultSet rows = lock.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getObject(1, UUID.class), OriginTable.sums(rows, 2));
            }
        }
        return found;
    }

    @Override
    public Set<UUID> enter(List<UUID> ids, Map<UUID, Origin> described, long now)
            throws SQLException {
        List<UUID> fresh = new ArrayList<>(ids);
        closed.setArray(1, connection.createArrayOf(UUIDS, ids.toArray()));
        try (ResultSet rows = closed.executeQuery()) {
            while (rows.next()) {
                fresh.remove(rows.getObject(1, UUID.class));
            }
        }
        for (UUID id : fresh) {
            OriginTable.bindInsert(
                    enter, dialect, OriginTable.Entry.of(id, described.get(id), now));
            enter.addBatch();
        }
        Set<UUID> entered = new HashSet<>();
        int[] counts = enter.executeBatch();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                entered.add(fresh.get(i));
            }
        }
        return entered;
    }

    @Override
    public Map<UUID, List<Interval>> latest(Map<UUID, Long> sequences, int most)
            throws SQLException {
        Map<UUID, List<Interval>> found = new HashMap<>();
        latest.setArray(1, connection.createArrayOf(UUIDS, sequences.keySet().toArray()));
        latest.setArray(2, connection.createArrayOf("bigint", sequences.values().toArray()));
        latest.setInt(3, most);
        try (ResultSet rows = latest.executeQuery()) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getObject(1, UUID.class), id -> new ArrayList<>(1))
                        .add(LedgerTable.interval(rows, 2));
            }
        }
        return found;
    }
}
