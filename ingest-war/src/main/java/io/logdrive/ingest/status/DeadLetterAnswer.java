package io.logdrive.ingest.status;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.DeadLetter;
import io.logdrive.wire.PrefixedLines;
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
 * @param lines how many lines it has, with those that their agent filtered
 * @param filtered how many its agent filtered
 * @param received when they were received, RFC 3339
 * @param format "lines" as they came, "texts" where newlines are in them, or Forward "entries"
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
    "filtered",
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
        @Nullable Integer filtered,
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
        return of(letter, Base64.getEncoder().encodeToString(letter.raw()), text(letter));
    }

    private static @Nullable String text(DeadLetter letter) {
        Chunk chunk = letter.chunk();
        if (chunk == null) {
            return null;
        }
        return switch (chunk.format()) {
            case LINES -> new String(letter.raw(), StandardCharsets.UTF_8);
            case TEXTS -> texts(letter.raw());
            case ENTRIES, NONE -> null;
        };
    }

    /** The lines, each ended by a newline; null when the bytes are damaged. */
    private static @Nullable String texts(byte[] raw) {
        StringBuilder text = new StringBuilder();
        try {
            for (PrefixedLines lines = new PrefixedLines(raw); lines.next(); ) {
                int length = lines.end() - lines.start();
                text.append(new String(raw, lines.start(), length, StandardCharsets.UTF_8))
                        .append('\n');
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return text.toString();
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
                chunk.marks().filtered().total(),
                Instant.EPOCH.plus(chunk.receivedMicros(), ChronoUnit.MICROS).toString(),
                chunk.format().name().toLowerCase(Locale.ROOT),
                letter.bytes(),
                raw,
                text);
    }
}
