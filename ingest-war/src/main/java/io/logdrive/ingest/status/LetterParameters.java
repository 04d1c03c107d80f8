package io.logdrive.ingest.status;

import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.payara.letters.WrongChoiceException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.function.Supplier;

/** What the parameters of a request say about dead letters; 400 when it is nothing. Thread-safe. */
final class LetterParameters {
    private static final String LIMIT = "limit";
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    private LetterParameters() {}

    static LetterChoice toShow(MultivaluedMap<String, String> given) {
        return choice(() -> LetterChoice.toShow(given.get(LetterChoice.FILTER)));
    }

    static LetterChoice toChange(MultivaluedMap<String, String> given) {
        return choice(
                () ->
                        LetterChoice.toChange(
                                given.get(LetterChoice.FILTER),
                                given.get(LetterChoice.UNTIL),
                                Instant.now()));
    }

    static int limit(MultivaluedMap<String, String> given) {
        if (!given.containsKey(LIMIT)) {
            return LIMIT_DEFAULT;
        }
        String text = given.getFirst(LIMIT);
        if (text.matches("\\d{1,9}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        }
        throw Problem.of(
                Response.Status.BAD_REQUEST, "limit: expected 1.." + LIMIT_MAX + ", found " + text);
    }

    private static LetterChoice choice(Supplier<LetterChoice> reading) {
        try {
            return reading.get();
        } catch (WrongChoiceException e) {
            throw Problem.of(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
