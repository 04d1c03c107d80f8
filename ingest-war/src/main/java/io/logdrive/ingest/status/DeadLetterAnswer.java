package io.logdrive.ingest.status;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.DeadLetter;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /ingest/dead-letters/{id}}, and, without its bytes, an element of {@code
 * GET /ingest/dead-letters}.
 *
 * <p>Immutable.
 *
 * @param id names it
 * @param at when it became a dead letter, RFC 3339
 * @param attempts how often it could not be processed
 * @param reason why the last time
 * @param chunk {@code origin:first-sequence}; null, as what follows, when it is no chunk of ours
 * @param origin the id of the origin of its lines
 * @param peer the sender's {@code host:port}
 * @param first the sequence of its first line
 * @param lines how many lines it has
 * @param received when they were received, RFC 3339
 * @param format {@code lines} as they came, or Forward {@code entries}
 * @param bytes how many bytes it has
 * @param raw all of them in Base64; null in a list
 * @param text the same as UTF-8, when they are lines; null in a list
 */
@JsonbPropertyOrder({
    "id",
    "at",
    "attempts",
    "reason",
    "chunk",
    "origin",
    "peer",
    "first",
    "lines",
    "received",
    "format",
    "bytes",
    "raw",
    "text"
})
public record DeadLetterAnswer(
        String id,
        String at,
        int attempts,
        String reason,
        @Nullable String chunk,
        @Nullable String origin,
        @Nullable String peer,
        @Nullable Long first,
        @Nullable Integer lines,
        @Nullable String received,
        @Nullable String format,
        long bytes,
        @Nullable String raw,
        @Nullable String text) {

    /** Without its bytes. */
    static DeadLetterAnswer head(DeadLetter letter) {
        return of(letter, null, null);
    }

    static DeadLetterAnswer whole(DeadLetter letter) {
        Chunk chunk = letter.chunk();
        return of(
                letter,
                Base64.getEncoder().encodeToString(letter.raw()),
                chunk != null && chunk.format() == Chunk.Format.LINES
                        ? new String(letter.raw(), StandardCharsets.UTF_8)
                        : null);
    }

    private static DeadLetterAnswer of(
            DeadLetter letter, @Nullable String raw, @Nullable String text) {
        Chunk chunk = letter.chunk();
        String at = Instant.ofEpochMilli(letter.atMillis()).toString();
        if (chunk == null) {
            return new DeadLetterAnswer(
                    letter.id(),
                    at,
                    letter.attempts(),
                    letter.reason(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    letter.bytes(),
                    raw,
                    text);
        }
        return new DeadLetterAnswer(
                letter.id(),
                at,
                letter.attempts(),
                letter.reason(),
                chunk.name(),
                chunk.origin().id().toString(),
                chunk.origin().peer(),
                chunk.first(),
                chunk.lines(),
                Instant.EPOCH.plus(chunk.receivedMicros(), ChronoUnit.MICROS).toString(),
                chunk.format().name().toLowerCase(Locale.ROOT),
                letter.bytes(),
                raw,
                text);
    }
}
