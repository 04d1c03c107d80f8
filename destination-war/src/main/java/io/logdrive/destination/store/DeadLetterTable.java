package io.logdrive.destination.store;

import io.logdrive.wire.EntryRange;
import io.logdrive.wire.RecordEncoder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;

/**
 * Enters records that the database refuses, as the Forward entry they came in ({@code PROTOCOL.md},
 * "Batch entries"), so that the decoder can read them back.
 *
 * <p>Confined to the writer's thread.
 */
final class DeadLetterTable {
    private static final String RECORD = "record";

    private final PreparedStatement insert;

    DeadLetterTable(Connection connection) throws SQLException {
        this.insert =
                connection.prepareStatement(
                        "INSERT INTO dead_letter (what, why, at, origin_id, sequence, raw)"
                                + " VALUES (?, ?, ?, ?, ?, ?)");
    }

    void insert(Row row, String why, OffsetDateTime now) throws SQLException {
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(row.logRecord());
        EntryRange entry = encoder.take();
        insert.setString(1, RECORD);
        insert.setString(2, why);
        insert.setObject(3, now);
        insert.setObject(4, row.origin());
        insert.setLong(5, row.sequence());
        insert.setBytes(
                6,
                Arrays.copyOfRange(entry.bytes(), entry.offset(), entry.offset() + entry.length()));
        insert.executeUpdate();
    }
}
