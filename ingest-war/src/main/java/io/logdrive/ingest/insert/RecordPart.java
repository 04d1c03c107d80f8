package io.logdrive.ingest.insert;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of a record can be a parameter. Immutable. */
enum RecordPart {
    TIME,
    RECEIVED,
    LEVEL,
    SERVICE,
    HOST,
    ORIGIN,
    SEQUENCE,
    MESSAGE,
    TAGS,
    FIELDS,
    FLAGS;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /** One record with its name. Immutable. */
    record Row(Origin origin, long sequence, LogRecord line) {}

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part with that word, or null. */
    static @Nullable RecordPart ofWord(String word) {
        for (RecordPart part : values()) {
            if (part.word().equals(word)) {
                return part;
            }
        }
        return null;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(RecordPart::word).toList();
    }

    /**
     * Sets a parameter.
     *
     * @param timesAsText whether times are bound as RFC 3339 texts
     */
    void bind(PreparedStatement statement, int index, Row row, boolean timesAsText)
            throws SQLException {
        LogRecord line = row.line();
        switch (this) {
            case TIME -> time(statement, index, line.timeMicros(), timesAsText);
            case RECEIVED -> time(statement, index, line.receivedMicros(), timesAsText);
            case LEVEL -> text(statement, index, line.level() == null ? null : line.level().name());
            case SERVICE -> text(statement, index, line.service());
            case HOST -> text(statement, index, line.host());
            case ORIGIN -> text(statement, index, row.origin().id().toString());
            case SEQUENCE -> statement.setLong(index, row.sequence());
            case MESSAGE -> text(statement, index, line.body());
            case TAGS ->
                    text(
                            statement,
                            index,
                            line.tags().isEmpty() ? null : String.join(",", line.tags()));
            case FIELDS -> text(statement, index, line.fields());
            case FLAGS -> statement.setInt(index, line.flags());
        }
    }

    private static void time(PreparedStatement statement, int index, long micros, boolean asText)
            throws SQLException {
        Instant time =
                Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS_PER_SECOND),
                        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
        if (asText) {
            statement.setString(index, time.toString());
        } else {
            statement.setObject(index, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        }
    }

    private static void text(PreparedStatement statement, int index, @Nullable String text)
            throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, text);
        }
    }
}
