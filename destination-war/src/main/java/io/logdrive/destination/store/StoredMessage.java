package io.logdrive.destination.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code message}. Columns that were not asked for are null or 0.
 *
 * <p>Immutable.
 *
 * @param id in the order of commits
 * @param timeMicros event time, microseconds since the epoch
 * @param receivedMicros received time, microseconds since the epoch
 * @param level OpenTelemetry severity number, or null
 * @param service or null
 * @param host or null
 * @param origin the stream it came in
 * @param sequence its number in that stream
 * @param tags JSON array of texts, or null
 * @param body the message
 * @param fields JSON object, or null
 * @param flags bits of {@link io.logdrive.wire.RecordFlags}
 */
public record StoredMessage(
        long id,
        long timeMicros,
        long receivedMicros,
        @Nullable Integer level,
        @Nullable String service,
        @Nullable String host,
        @Nullable UUID origin,
        long sequence,
        @Nullable String tags,
        @Nullable String body,
        @Nullable String fields,
        int flags) {}
