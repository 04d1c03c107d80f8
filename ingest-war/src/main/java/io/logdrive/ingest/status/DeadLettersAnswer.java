package io.logdrive.ingest.status;

import io.logdrive.ingest.queue.DeadLetterPage;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /ingest/dead-letters}.
 *
 * <p>Immutable.
 *
 * @param deadLetters the latest first, without their bytes
 * @param next {@code before} of the next page; null when there are no older ones
 * @param count how many match, from {@code before} on
 * @param lines the lines in them
 * @param until when the last of them died, RFC 3339: what came later was not counted; null when
 *     there is none
 * @param partial true when there are so many that the latest were not reached in time
 */
@JsonbPropertyOrder({"deadLetters", "next", "count", "lines", "until", "partial"})
public record DeadLettersAnswer(
        List<DeadLetterAnswer> deadLetters,
        @Nullable String next,
        long count,
        long lines,
        @Nullable String until,
        boolean partial) {

    static DeadLettersAnswer of(DeadLetterPage page) {
        List<DeadLetterAnswer> letters =
                page.letters().stream().map(DeadLetterAnswer::head).toList();
        return new DeadLettersAnswer(
                letters,
                page.more() ? letters.get(letters.size() - 1).id() : null,
                page.count(),
                page.lines(),
                page.count() > 0 ? Instant.ofEpochMilli(page.untilMillis()).toString() : null,
                page.partial());
    }
}
