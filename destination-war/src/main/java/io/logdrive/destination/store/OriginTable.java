package io.logdrive.destination.store;

import io.logdrive.destination.store.OriginLedger.Sums;
import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds, enters and saves origins within the group's transaction. Whoever holds an origin's row has
 * its ledger to himself until the commit, which is what makes the ledger safe against other writers
 * on the same database; callers hold in the order of ids, so that two of them cannot wait for each
 * other.
 *
 * <p>Confined to the writer's thread.
 */
final class OriginTable {
    /** The kind of an origin about which its sender said nothing. */
    private static final String UNKNOWN = "unknown";

    /** Its parameters are those of {@link #bindInsert}. */
    static final String INSERT =
            "INSERT INTO origin (id, kind, peer, host, name, first_seen, last_seen)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    /** Each round but the last was lost to a writer that entered the same origin. */
    private static final int ROUNDS_MAX = 5;

    private final Connection connection;
    private final Dialect dialect;
    private final PreparedStatement lock;
    private final PreparedStatement lockClosed;
    private final PreparedStatement reopen;
    private final PreparedStatement insert;
    private final PreparedStatement save;
    private final PreparedStatement describe;
    private final @Nullable ManyOrigins many;
    private final Changes saved;
    private final Changes described;

    OriginTable(Connection connection, Dialect dialect, @Nullable ManyOrigins many)
            throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.lock =
                connection.prepareStatement(
                        "SELECT received, stored, filtered, dead, gaps FROM origin WHERE id = ?"
                                + dialect.forUpdate());
        this.lockClosed =
                connection.prepareStatement(
                        "SELECT kind, stored, filtered, dead FROM origin_closed WHERE id = ?"
                                + dialect.forUpdate());
        this.reopen = connection.prepareStatement("DELETE FROM origin_closed WHERE id = ?");
        this.insert = connection.prepareStatement(INSERT);
        this.many = many;
        String sums = "UPDATE origin SET last_seen = ?, received = ?, stored = ?, filtered = ?,";
        this.save = connection.prepareStatement(sums + " dead = ?, gaps = ? WHERE id = ?");
        this.describe =
                connection.prepareStatement(
                        sums
                                + " dead = ?, gaps = ?, kind = ?, peer = ?, host = ?, name = ?"
                                + " WHERE id = ?");
        this.saved = new Changes(save);
        this.described = new Changes(describe);
    }

    /**
     * Locks the origin until the commit; enters it when it is not known, and opens it again when it
     * was closed. The ledger must be read after this, not before.
     */
    private Held hold(UUID id, @Nullable Origin origin, long now) throws SQLException {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            lock.setObject(1, dialect.uuid(id));
            try (ResultSet row = lock.executeQuery()) {
                if (row.next()) {
                    return new Held(sums(row, 1), Arrival.KNOWN, null);
                }
            }
            Held held = enter(id, origin, now);
            if (held != null) {
                return held;
            }
        }
        throw new SQLTransientException(
                "origin "
                        + id
                        + ": expected to enter or to lock it, found it neither there nor not",
                "40001");
    }

    /**
     * As {@link #hold} for each of them, in their order.
     *
     * @param described what their senders said of them, of some or all
     */
    Map<UUID, Held> hold(Set<UUID> ids, Map<UUID, Origin> described, long now) throws SQLException {
        Map<UUID, Held> held = many == null ? Map.of() : together(many, ids, described, now);
        Map<UUID, Held> all = new LinkedHashMap<>();
        for (UUID id : ids) {
            Held known = held.get(id);
            all.put(id, known == null ? hold(id, described.get(id), now) : known);
        }
        return all;
    }

    /** Those that are there, or neither there nor closed. */
    private static Map<UUID, Held> together(
            ManyOrigins many, Set<UUID> ids, Map<UUID, Origin> described, long now)
            throws SQLException {
        Map<UUID, Held> held = new HashMap<>();
        many.lock(ids).forEach((id, sums) -> held.put(id, new Held(sums, Arrival.KNOWN, null)));
        List<UUID> unknown = ids.stream().filter(id -> !held.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            for (UUID id : many.enter(unknown, described, now)) {
                held.put(id, new Held(Sums.NONE, Arrival.NEW, null));
            }
        }
        return held;
    }

    /** Saves the sums, and what the sender said of the origin, at the next {@link #flush}. */
    void save(UUID id, @Nullable Origin origin, Sums sums, long now) throws SQLException {
        PreparedStatement statement = origin == null ? save : describe;
        statement.setObject(1, dialect.time(now));
        statement.setLong(2, sums.received());
        statement.setLong(3, sums.stored());
        statement.setLong(4, sums.filtered());
        statement.setLong(5, sums.dead());
        statement.setLong(6, sums.gaps());
        if (origin != null) {
            statement.setString(7, origin.kind().word());
            statement.setString(8, origin.peer());
            statement.setString(9, origin.host());
            statement.setString(10, origin.name());
        }
        statement.setObject(origin == null ? 7 : 11, dialect.uuid(id));
        (origin == null ? saved : described).add(() -> "origin " + id);
    }

    /** Carries out what was saved. */
    void flush() throws SQLException {
        saved.flush();
        described.flush();
    }

    static Sums sums(ResultSet row, int column) throws SQLException {
        return new Sums(
                row.getLong(column),
                row.getLong(column + 1),
                row.getLong(column + 2),
                row.getLong(column + 3),
                row.getLong(column + 4));
    }

    /** Null when another writer entered it meanwhile. */
    private @Nullable Held enter(UUID id, @Nullable Origin origin, long now) throws SQLException {
        String kind = UNKNOWN;
        Interval closed = null;
        lockClosed.setObject(1, dialect.uuid(id));
        try (ResultSet row = lockClosed.executeQuery()) {
            if (row.next()) {
                kind = row.getString(1);
                closed = Interval.closed(row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
        Savepoint before = connection.setSavepoint();
        try {
            bindInsert(insert, dialect, Entry.of(id, kind, origin, now));
            insert.executeUpdate();
        } catch (SQLException e) {
            if (!SqlFailure.isTaken(e)) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
        connection.releaseSavepoint(before);
        if (closed == null) {
            return new Held(Sums.NONE, Arrival.NEW, null);
        }
        reopen.setObject(1, dialect.uuid(id));
        reopen.executeUpdate();
        return new Held(closed.sums(), Arrival.REOPENED, closed);
    }

    /** Binds a row of {@link #INSERT}. */
    static void bindInsert(PreparedStatement statement, Dialect dialect, Entry entry)
            throws SQLException {
        statement.setObject(1, dialect.uuid(entry.id));
        statement.setString(2, entry.kind);
        statement.setString(3, entry.peer);
        statement.setString(4, entry.host);
        statement.setString(5, entry.name);
        statement.setObject(6, dialect.time(entry.now));
        statement.setObject(7, dialect.time(entry.now));
    }

    /** A row that an origin begins with. Immutable. */
    record Entry(UUID id, String kind, String peer, String host, String name, long now) {
        /** Of an origin of which nothing is known but what its sender said, perhaps nothing. */
        static Entry of(UUID id, @Nullable Origin origin, long now) {
            return of(id, UNKNOWN, origin, now);
        }

        /** As above; {@code kind} is that which it has if its sender said nothing. */
        static Entry of(UUID id, String kind, @Nullable Origin origin, long now) {
            return origin == null
                    ? new Entry(id, kind, "", "", "", now)
                    : new Entry(
                            id,
                            origin.kind().word(),
                            origin.peer(),
                            origin.host(),
                            origin.name(),
                            now);
        }
    }

    /** How an origin was found. Immutable. */
    enum Arrival {
        /** It has a row. */
        KNOWN,
        /** It was never seen. */
        NEW,
        /** It had been closed, and is open again. */
        REOPENED
    }

    /**
     * An origin that is locked. Immutable.
     *
     * @param before its sums before this transaction
     * @param arrival how it was found
     * @param reopened the interval that must be entered into the ledger again, or null
     */
    record Held(Sums before, Arrival arrival, @Nullable Interval reopened) {}
}
