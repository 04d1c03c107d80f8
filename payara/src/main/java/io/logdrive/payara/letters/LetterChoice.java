package io.logdrive.payara.letters;

import io.logdrive.payara.access.ShownText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that contain a text, in any case, and died up to a moment.
 *
 * <p>Immutable.
 */
public final class LetterChoice {
    /** As the filter: all of them. */
    public static final String ALL = "*";

    /** The parameter of the text. */
    public static final String FILTER = "filter";

    /** The parameter of the moment. */
    public static final String UNTIL = "until";

    private static final int FILTER_CHARS_MAX = 200;
    private static final LetterChoice EVERY = new LetterChoice(ALL, Long.MAX_VALUE);

    private final String filter;
    private final String lowerCase;
    private final long untilMicros;

    private LetterChoice(String filter, long untilMicros) {
        this.filter = filter;
        this.lowerCase = lowerCase(filter);
        this.untilMicros = untilMicros;
    }

    /** All, whenever they died. */
    public static LetterChoice every() {
        return EVERY;
    }

    /**
     * To be looked at, whenever they died.
     *
     * @param filter what was given; none means all
     * @throws WrongChoiceException when it was given and says nothing
     */
    public static LetterChoice toShow(@Nullable List<String> filter) {
        return filter == null || filter.isEmpty()
                ? EVERY
                : new LetterChoice(text(filter), Long.MAX_VALUE);
    }

    /**
     * To be changed: nothing that is not written out, and nothing that nobody can have seen.
     *
     * @param filter what was given
     * @param until what was given
     * @throws WrongChoiceException when one of them is missing or is not what it must be
     */
    public static LetterChoice toChange(
            @Nullable List<String> filter, @Nullable List<String> until, Instant now) {
        return new LetterChoice(text(filter), moment(until, now));
    }

    private static String text(@Nullable List<String> given) {
        String expected = "a text of 1.." + FILTER_CHARS_MAX + " characters, * for all";
        String text = one(FILTER, expected, given);
        if (text.isBlank()) {
            throw new WrongChoiceException(FILTER, expected, "an empty one");
        }
        if (text.length() > FILTER_CHARS_MAX) {
            throw new WrongChoiceException(FILTER, expected, text.length() + "");
        }
        return text;
    }

    private static long moment(@Nullable List<String> given, Instant now) {
        String expected = "a time as 2026-10-19T12:00:00Z, until of the list";
        String text = one(UNTIL, expected, given);
        Instant until;
        try {
            until = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new WrongChoiceException(UNTIL, expected, ShownText.of(text));
        }
        // What is refused again dies anew: were that before the end, it would never be over.
        if (until.isAfter(now)) {
            throw new WrongChoiceException(
                    UNTIL, "a time that has been", until + ", which is after " + now);
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, until);
    }

    private static String one(String parameter, String expected, @Nullable List<String> given) {
        if (given == null || given.isEmpty()) {
            throw new WrongChoiceException(parameter, expected, "none");
        }
        if (given.size() > 1) {
            throw new WrongChoiceException(parameter, "one value", given.size() + " values");
        }
        return given.get(0);
    }

    /**
     * Whether one is meant.
     *
     * @param texts its id, reason and sender
     */
    public boolean matches(long atMicros, String... texts) {
        if (atMicros > untilMicros) {
            return false;
        }
        if (filter.equals(ALL)) {
            return true;
        }
        for (String text : texts) {
            if (lowerCase(text).contains(lowerCase)) {
                return true;
            }
        }
        return false;
    }

    /** The latest that one can have died, microseconds since the epoch. */
    public long untilMicros() {
        return untilMicros;
    }

    /** For a log line: {@code filter="…" until=…}. */
    @Override
    public String toString() {
        return "filter="
                + ShownText.of(filter)
                + " until="
                + (untilMicros == Long.MAX_VALUE
                        ? "none"
                        : Instant.EPOCH.plus(untilMicros, ChronoUnit.MICROS));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
