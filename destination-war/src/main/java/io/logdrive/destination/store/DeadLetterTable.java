package io.logdrive.destination.store;

import io.logdrive.wire.EntryRange;
import io.logdrive.wire.RecordEncoder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Enters records that the database refuses, as the Forward entry they came in ({@code PROTOCOL.md},
 * "Batch entries"), so that the decoder can read them back; and takes them out again.
 *
 * <p>Confined to the writer's thread.
 */
final class DeadLetterTable {
    /** All columns but the bytes, of which it has the number. */
    static final String HEAD =
            "SELECT id, what, why, at, origin_id, sequence, OCTET_LENGTH(raw) FROM dead_letter";

    private final Dialect dialect;
    private final PreparedStatement insert;
    private final PreparedStatement lock;
    private final PreparedStatement refusedAgain;
    private final PreparedStatement delete;
    private final PreparedStatement deleteUntil;
    private final PreparedStatement heads;

    DeadLetterTable(Connection connection, Dialect dialect) throws SQLException {
        this.dialect = dialect;
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO dead_letter (what, why, at, origin_id, sequence, raw)"
                                + " VALUES (?, ?, ?, ?, ?, ?)");
        this.lock =
                connection.prepareStatement(
                        "SELECT id, what, why, at, origin_id, sequence, raw FROM dead_letter"
                                + " WHERE id = ?"
                                + dialect.forUpdate());
        this.refusedAgain =
                connection.prepareStatement("UPDATE dead_letter SET why = ?, at = ? WHERE id = ?");
        this.delete = connection.prepareStatement("DELETE FROM dead_letter WHERE id = ?");
        this.deleteUntil =
                connection.prepareStatement("DELETE FROM dead_letter WHERE id = ? AND at <= ?");
        this.heads = connection.prepareStatement(HEAD + " WHERE id > ? ORDER BY id LIMIT ?");
    }

    void insert(Row row, String why, long now) throws SQLException {
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(row.logRecord().decoded());
        EntryRange entry = encoder.take();
        insert.setString(1, DeadLetter.RECORD);
        insert.setString(2, why);
        insert.setObject(3, dialect.time(now));
        insert.setObject(4, dialect.uuid(row.origin()));
        insert.setLong(5, row.sequence());
        insert.setBytes(
                6,
                Arrays.copyOfRange(entry.bytes(), entry.offset(), entry.offset() + entry.length()));
        insert.executeUpdate();
    }

    /** Locks it until the commit, before its origin is locked; null when it is not there. */
    @Nullable DeadLetter hold(long id) throws SQLException {
        lock.setLong(1, id);
        try (ResultSet row = lock.executeQuery()) {
            return row.next() ? letter(row, dialect) : null;
        }
    }

    void refusedAgain(long id, String why, long now) throws SQLException {
        refusedAgain.setString(1, why);
        refusedAgain.setObject(2, dialect.time(now));
        refusedAgain.setLong(3, id);
        refusedAgain.executeUpdate();
    }

    boolean delete(long id) throws SQLException {
        delete.setLong(1, id);
        return delete.executeUpdate() == 1;
    }

    /** Whether it was there and had not died again since. */
    boolean deleteUntil(long id, long untilMicros) throws SQLException {
        deleteUntil.setLong(1, id);
        deleteUntil.setObject(2, dialect.time(untilMicros));
        return deleteUntil.executeUpdate() == 1;
    }

    /** Those with higher ids, the oldest first, without their bytes. */
    List<DeadLetter> heads(long after, int limit) throws SQLException {
        heads.setLong(1, after);
        heads.setInt(2, limit);
        List<DeadLetter> letters = new ArrayList<>();
        try (ResultSet rows = heads.executeQuery()) {
            while (rows.next()) {
                letters.add(head(rows, dialect));
            }
        }
        return letters;
    }

    /** A row as {@link #HEAD} selects it. */
    static DeadLetter head(ResultSet row, Dialect dialect) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                dialect.micros(row, 4),
                Objects.requireNonNull(dialect.uuid(row, 5)),
                row.getLong(6),
                row.getLong(7),
                new EntryRange(new byte[0], 0, 0, 0));
    }

    /** A row with the columns id, what, why, at, origin_id, sequence, raw. */
    static DeadLetter letter(ResultSet row, Dialect dialect) throws SQLException {
        byte[] raw = row.getBytes(7);
        return new DeadLetter(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                dialect.micros(row, 4),
                Objects.requireNonNull(dialect.uuid(row, 5)),
                row.getLong(6),
                raw.length,
                new EntryRange(raw, 0, raw.length, 1));
    }
}
