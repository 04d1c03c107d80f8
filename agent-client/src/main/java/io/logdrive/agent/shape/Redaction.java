package io.logdrive.agent.shape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces what must not leave the machine by a word in brackets. Expressions are of RE2: time
 * linear in the text, whatever it is.
 *
 * <p>Immutable.
 */
public final class Redaction {
    private static final int CARD_DIGITS_MIN = 13;
    private static final int CARD_DIGITS_MAX = 19;

    private static final Redaction CARD =
            new Redaction("card", Pattern.compile("\\d(?:[ -]?\\d){12,}"), Redaction::cards);
    private static final Redaction EMAIL =
            new Redaction(
                    "email",
                    Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+"),
                    Redaction::whole);
    private static final String SECRET =
            "(?:api[_-]?key|token|secret|password|passwd|pwd)\\\\*[\"']?\\s*[:=]\\s*";
    private static final Redaction TOKEN =
            new Redaction(
                    "token",
                    Pattern.compile(
                            "(?i)"
                                    + String.join(
                                            "|",
                                            SECRET + "\\\\*\"([^\"\\\\]+)",
                                            SECRET + "'([^']+)",
                                            SECRET
                                                    + "(?:(?:bearer|basic)\\s+)?"
                                                    + "([^\\s\"',;&\\\\]+)",
                                            "\\b(?:bearer|basic)\\s+([^\\s\"',;&\\\\]+)",
                                            "\\b(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)")),
                    Redaction::whole);
    private static final List<Redaction> PRESETS = List.of(CARD, EMAIL, TOKEN);

    private final String word;
    private final Pattern pattern;
    private final Parts parts;

    /** Says which parts of what was found are to be replaced. Thread-safe. */
    private interface Parts {
        /** From, to, from, to … within {@code found}, ascending. */
        List<Integer> of(String found);
    }

    private Redaction(String word, Pattern pattern, Parts parts) {
        this.word = word;
        this.pattern = pattern;
        this.parts = parts;
    }

    /**
     * A preset ({@code card}: numbers of payment cards with a right check digit, {@code email},
     * {@code token}: what stands behind bearer, password, token and their like), or a regular
     * expression whose first group, or all of it when it has none, is replaced by {@code
     * [redacted]}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Redaction of(String text) {
        for (Redaction preset : PRESETS) {
            if (preset.word.equals(text)) {
                return preset;
            }
        }
        try {
            return new Redaction("redacted", Pattern.compile(text), Redaction::whole);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected card, email, token or a regular expression, found "
                            + text
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    /** The text without what is to be redacted; the same object when there is nothing. */
    String apply(String text) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder redacted = null;
        int copied = 0;
        while (matcher.find()) {
            int group = group(matcher);
            int start = matcher.start(group);
            List<Integer> bounds = parts.of(text.substring(start, matcher.end(group)));
            for (int i = 0; i < bounds.size(); i += 2) {
                redacted = redacted == null ? new StringBuilder(text.length()) : redacted;
                redacted.append(text, copied, start + bounds.get(i));
                redacted.append('[').append(word).append(']');
                copied = start + bounds.get(i + 1);
            }
        }
        return redacted == null ? text : redacted.append(text, copied, text.length()).toString();
    }

    /** The group that matched, or 0 for all of it. */
    private static int group(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.start(group) >= 0) {
                return group;
            }
        }
        return 0;
    }

    private static List<Integer> whole(String found) {
        return found.isEmpty() ? List.of() : List.of(0, found.length());
    }

    /**
     * The cards in a run of digits: other numbers may stand beside them, so each group of digits
     * may begin one and each may end it.
     */
    private static List<Integer> cards(String found) {
        List<Integer> bounds = new ArrayList<>();
        int from = 0;
        while (from < found.length()) {
            int to = cardEnd(found, from);
            if (to > 0) {
                bounds.add(from);
                bounds.add(to);
            }
            from = nextGroup(found, Math.max(from, to));
        }
        return bounds;
    }

    /** Where the longest card ends that begins there, or 0. */
    private static int cardEnd(String found, int from) {
        int end = 0;
        int digits = 0;
        for (int at = from; at < found.length() && digits <= CARD_DIGITS_MAX; at++) {
            digits += isDigit(found, at) ? 1 : 0;
            if (isDigit(found, at)
                    && !isDigit(found, at + 1)
                    && digits >= CARD_DIGITS_MIN
                    && digits <= CARD_DIGITS_MAX
                    && hasCheckDigit(found, from, at + 1)) {
                end = at + 1;
            }
        }
        return end;
    }

    private static int nextGroup(String found, int from) {
        int at = from;
        while (isDigit(found, at)) {
            at++;
        }
        return at + 1;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Whether the digits end with the check digit of payment cards (ISO/IEC 7812, Luhn). */
    private static boolean hasCheckDigit(String text, int from, int to) {
        int sum = 0;
        int digits = 0;
        for (int i = to - 1; i >= from; i--) {
            if (isDigit(text, i)) {
                int digit = text.charAt(i) - '0';
                int weighted = digits % 2 == 0 ? digit : 2 * digit;
                sum += weighted > 9 ? weighted - 9 : weighted;
                digits++;
            }
        }
        return sum % 10 == 0;
    }
}
