package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.Level;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code message} in the binary format of PostgreSQL's {@code COPY}, in parts of some 64
 * KiB.
 *
 * <p>Confined to the writer's thread.
 */
final class BinaryRows {
    /** The columns in the order in which they are written. */
    static final String COLUMN_NAMES =
            "id, event_time, received_time, level, service, host, origin_id, sequence, tags, body,"
                    + " fields, flags";

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int COLUMNS = 12;

    /** 2000-01-01T00:00:00Z, from which PostgreSQL counts its microseconds. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    /** 4713 BC to 294276 AD; the ends of the long mean infinity there. */
    private static final long EARLIEST = -211_813_488_000_000_000L;

    private static final long LATEST = 9_223_371_331_200_000_000L;

    private static final int SEND_BYTES = 64 << 10;
    private static final int NULL = -1;

    private byte[] buffer = new byte[2 * SEND_BYTES];
    private int length;

    /** Writes all rows with header and end. */
    void write(List<Row> rows, long firstId, Sink sink) throws SQLException {
        length = 0;
        put(HEADER);
        long id = firstId;
        for (Row row : rows) {
            encode(row, id++);
            if (length >= SEND_BYTES) {
                send(sink);
            }
        }
        putShort(NULL);
        send(sink);
    }

    private void send(Sink sink) throws SQLException {
        sink.take(buffer, length);
        length = 0;
    }

    private void encode(Row row, long id) throws SQLException {
        EncodedRecord logRecord = row.logRecord();
        putShort(COLUMNS);
        putLongColumn(id);
        putTime(logRecord.timeMicros());
        putTime(logRecord.receivedMicros());
        Level level = logRecord.level();
        if (level == null) {
            putInt(NULL);
        } else {
            putInt(Short.BYTES);
            putShort(level.number());
        }
        putText(logRecord.service());
        putText(logRecord.host());
        UUID origin = row.origin();
        putInt(2 * Long.BYTES);
        putLong(origin.getMostSignificantBits());
        putLong(origin.getLeastSignificantBits());
        putLongColumn(row.sequence());
        putText(JsonTexts.arrayOrNull(logRecord.tags()));
        putInt(logRecord.bodyLength());
        room(logRecord.bodyLength());
        logRecord.copyBody(buffer, length);
        length += logRecord.bodyLength();
        putFields(logRecord);
        putInt(Integer.BYTES);
        putInt(logRecord.flags());
    }

    private void putTime(long micros) throws SQLException {
        if (micros < EARLIEST || micros > LATEST) {
            throw new SQLException("timestamp out of range: " + micros + " microseconds", "22008");
        }
        putLongColumn(micros - EPOCH_MICROS);
    }

    private void putText(@Nullable String text) {
        if (text == null) {
            putInt(NULL);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        put(bytes);
    }

    private void putFields(EncodedRecord logRecord) {
        if (!logRecord.hasFields()) {
            putInt(NULL);
            return;
        }
        int bytes = logRecord.fieldsLength();
        putInt(bytes);
        room(bytes);
        logRecord.copyFields(buffer, length);
        length += bytes;
    }

    private void putLongColumn(long value) {
        putInt(Long.BYTES);
        putLong(value);
    }

    private void putLong(long value) {
        putInt((int) (value >>> Integer.SIZE));
        putInt((int) value);
    }

    private void putInt(int value) {
        room(Integer.BYTES);
        buffer[length++] = (byte) (value >>> 24);
        buffer[length++] = (byte) (value >>> 16);
        buffer[length++] = (byte) (value >>> 8);
        buffer[length++] = (byte) value;
    }

    private void putShort(int value) {
        room(Short.BYTES);
        buffer[length++] = (byte) (value >>> 8);
        buffer[length++] = (byte) value;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void room(int bytes) {
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes));
        }
    }

    /** Where the bytes go, which are valid until it returns. */
    interface Sink {
        void take(byte[] bytes, int length) throws SQLException;
    }
}
