package io.logdrive.destination.store;

import io.logdrive.wire.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Enters and touches origins within the group's transaction. The touch locks the origin's row until
 * the commit, which is what makes the ledger safe against other processes on the same database;
 * callers touch in the order of ids, so that two of them cannot wait for each other.
 *
 * <p>Confined to the writer's thread.
 */
final class OriginTable {
    /** The kind of an origin about which its sender said nothing. */
    private static final String UNKNOWN = "unknown";

    private final PreparedStatement touch;
    private final PreparedStatement describe;
    private final PreparedStatement insert;

    OriginTable(Connection connection) throws SQLException {
        this.touch = connection.prepareStatement("UPDATE origin SET last_seen = ? WHERE id = ?");
        this.describe =
                connection.prepareStatement(
                        "UPDATE origin SET last_seen = ?, kind = ?, peer = ?, host = ?, name = ?"
                                + " WHERE id = ?");
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO origin (id, kind, peer, host, name, first_seen, last_seen)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    }

    void touch(UUID id, @Nullable Origin origin, OffsetDateTime now) throws SQLException {
        int known = origin == null ? touchOnly(id, now) : describe(origin, now);
        if (known == 0) {
            insert.setObject(1, id);
            insert.setString(2, origin == null ? UNKNOWN : origin.kind().word());
            insert.setString(3, origin == null ? "" : origin.peer());
            insert.setString(4, origin == null ? "" : origin.host());
            insert.setString(5, origin == null ? "" : origin.name());
            insert.setObject(6, now);
            insert.setObject(7, now);
            insert.executeUpdate();
        }
    }

    private int touchOnly(UUID id, OffsetDateTime now) throws SQLException {
        touch.setObject(1, now);
        touch.setObject(2, id);
        return touch.executeUpdate();
    }

    private int describe(Origin origin, OffsetDateTime now) throws SQLException {
        describe.setObject(1, now);
        describe.setString(2, origin.kind().word());
        describe.setString(3, origin.peer());
        describe.setString(4, origin.host());
        describe.setString(5, origin.name());
        describe.setObject(6, origin.id());
        return describe.executeUpdate();
    }
}
