package io.logdrive.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line after parsing. Its texts are clean: no NUL, no lone surrogate ({@link Utf8Text}).
 *
 * <p>Immutable.
 *
 * @param timeMicros event time, microseconds since 1970-01-01T00:00:00Z
 * @param receivedMicros when the listener read it, microseconds since 1970-01-01T00:00:00Z
 * @param level null when the line names none
 * @param service null when the line names none
 * @param host null when the line names none
 * @param body the message; the whole line when unparsed
 * @param tags labels that rules gave it
 * @param fields all other fields as the text of one JSON object, or null when there are none
 * @param flags bits of {@link RecordFlags}
 */
public record LogRecord(
        long timeMicros,
        long receivedMicros,
        @Nullable Level level,
        @Nullable String service,
        @Nullable String host,
        String body,
        List<String> tags,
        @Nullable String fields,
        int flags) {}
