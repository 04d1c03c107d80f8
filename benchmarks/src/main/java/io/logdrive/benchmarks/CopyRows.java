package io.logdrive.benchmarks;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows of {@code message} in the binary format of PostgreSQL's {@code COPY}. Thread-safe. */
final class CopyRows {
    static final String SQL =
            "COPY message (id, event_time, received_time, level, service, host, origin_id,"
                    + " sequence, tags, body, fields, flags) FROM STDIN (FORMAT binary)";

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final int COLUMNS = 12;
    private static final int NULL = -1;

    /** 2000-01-01T00:00:00Z, from which PostgreSQL counts its microseconds. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;

    private CopyRows() {}

    static void begin(DataOutputStream out) throws IOException {
        out.write(HEADER);
    }

    static void row(DataOutputStream out, long id, SampleRow row) throws IOException {
        out.writeShort(COLUMNS);
        number(out, id);
        number(out, row.timeMicros() - EPOCH_MICROS);
        number(out, row.receivedMicros() - EPOCH_MICROS);
        if (row.level() == null) {
            out.writeInt(NULL);
        } else {
            out.writeInt(Short.BYTES);
            out.writeShort(row.level());
        }
        text(out, row.texts().service());
        text(out, row.texts().host());
        out.writeInt(2 * Long.BYTES);
        out.writeLong(row.origin().getMostSignificantBits());
        out.writeLong(row.origin().getLeastSignificantBits());
        number(out, row.sequence());
        text(out, row.texts().tags());
        text(out, row.texts().body());
        text(out, row.texts().fields());
        out.writeInt(Integer.BYTES);
        out.writeInt(0);
    }

    static void end(DataOutputStream out) throws IOException {
        out.writeShort(NULL);
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private static void text(DataOutputStream out, @Nullable String value) throws IOException {
        if (value == null) {
            out.writeInt(NULL);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
