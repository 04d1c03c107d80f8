package io.logdrive.destination;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records and origins for tests. Immutable. */
public final class TestRecords {
    /** 2026-10-19T12:00:00Z. */
    public static final long NOON = 1_792_411_200_000_000L;

    private TestRecords() {}

    /** Message {@code body}, a second after noon for each {@code n}. */
    public static LogRecord record(long n, String body) {
        return record(n, body, null);
    }

    /** As the one above, with fields in JSON. */
    public static LogRecord record(long n, String body, @Nullable String fields) {
        return new LogRecord(
                NOON + n * 1_000_000,
                NOON + n * 1_000_000 + 5,
                Level.INFO,
                "payment",
                "web-1",
                body,
                List.of(),
                fields,
                0);
    }

    public static List<LogRecord> records(long first, int count) {
        List<LogRecord> records = new ArrayList<>();
        for (long n = first; n < first + count; n++) {
            records.add(record(n, "line " + n));
        }
        return records;
    }

    /** As they arrive over the hop. */
    public static List<EncodedRecord> encoded(List<LogRecord> records) {
        return records.stream().map(EncodedRecord::of).toList();
    }

    public static Origin origin(long n) {
        return new Origin(
                new UUID(0, n), OriginKind.LINES, "127.0.0.1:" + n, "host-" + n, "origin " + n);
    }

    public static LedgerRun stored(Origin origin, long first, long count) {
        return new LedgerRun(origin.id(), first, count, Outcome.STORED);
    }
}
