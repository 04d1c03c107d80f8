package io.logdrive.agent.shape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.logdrive.wire.CardNumbers;
import java.util.function.UnaryOperator;

/**
 * Replaces what must not leave the machine by a word in brackets. Expressions are of RE2: time
 * linear in the text, whatever it is.
 *
 * <p>Immutable.
 */
public final class Redaction {
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+");
    private static final String SECRET =
            "(?:api[_-]?key|token|secret|password|passwd|pwd)\\\\*[\"']?\\s*[:=]\\s*";
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?i)"
                            + String.join(
                                    "|",
                                    SECRET + "\\\\*\"([^\"\\\\]+)",
                                    SECRET + "'([^']+)",
                                    SECRET + "(?:(?:bearer|basic)\\s+)?" + "([^\\s\"',;&\\\\]+)",
                                    "\\b(?:bearer|basic)\\s+([^\\s\"',;&\\\\]+)",
                                    "\\b(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)"));
    private final UnaryOperator<String> replacement;

    private Redaction(UnaryOperator<String> replacement) {
        this.replacement = replacement;
    }

    private Redaction(Pattern pattern, String word) {
        this(text -> without(text, pattern, word));
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
        try {
            return switch (text) {
                case "card" -> new Redaction(CardNumbers::redacted);
                case "email" -> new Redaction(EMAIL, "[email]");
                case "token" -> new Redaction(TOKEN, "[token]");
                default -> new Redaction(Pattern.compile(text), "[redacted]");
            };
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
        return replacement.apply(text);
    }

    private static String without(String text, Pattern pattern, String word) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder redacted = null;
        int copied = 0;
        while (matcher.find()) {
            int group = group(matcher);
            if (matcher.start(group) < matcher.end(group)) {
                redacted = redacted == null ? new StringBuilder(text.length()) : redacted;
                redacted.append(text, copied, matcher.start(group)).append(word);
                copied = matcher.end(group);
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
}
