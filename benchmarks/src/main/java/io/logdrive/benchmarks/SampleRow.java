package io.logdrive.benchmarks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code message} as the pipeline stored it.
 *
 * <p>Immutable.
 *
 * @param timeMicros event time, microseconds since the epoch
 * @param receivedMicros received time, microseconds since the epoch
 * @param level severity number, or null
 * @param texts what the columns of text hold
 * @param origin the stream it came in
 * @param sequence its number there
 */
record SampleRow(
        long timeMicros,
        long receivedMicros,
        @Nullable Integer level,
        Texts texts,
        UUID origin,
        long sequence) {
    /** Service, host, tags, body, fields. Immutable. */
    record Texts(
            @Nullable String service,
            @Nullable String host,
            @Nullable String tags,
            String body,
            @Nullable String fields) {}
}
