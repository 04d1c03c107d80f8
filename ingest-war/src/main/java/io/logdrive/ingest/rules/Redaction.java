package io.logdrive.ingest.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.logdrive.wire.CardNumbers;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Replaces what must not be stored by a word in brackets, as the agent's redaction does before a
 * line leaves its machine: {@code [card]}, {@code [email]}, {@code [token]}, {@code [redacted]}.
 *
 * <p>Thread-safe.
 */
final class Redaction implements UnaryOperator<String> {
    private static final String SECRET =
            "(?:api[_-]?key|token|secret|password|passwd|pwd)\\\\*[\"']?\\s*[:=]\\s*";
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?i)"
                            + String.join(
                                    "|",
                                    SECRET + "\\\\*\"([^\"\\\\]+)",
                                    SECRET + "'([^']+)",
                                    SECRET + "(?:(?:bearer|basic)\\s+)?([^\\s\"',;&\\\\]+)",
                                    "\\b(?:bearer|basic)\\s+([^\\s\"',;&\\\\]+)",
                                    "\\b(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)"));
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+");

    /** The words for what is known without an expression. */
    static final List<String> PRESETS = List.of("card", "email", "token");

    private final UnaryOperator<String> replacement;

    private Redaction(UnaryOperator<String> replacement) {
        this.replacement = replacement;
    }

    /**
     * A preset, or a regular expression whose first group that matched, or all of it when it has
     * none, is replaced.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Redaction of(String text) {
        return switch (text) {
            case "card" -> new Redaction(CardNumbers::redacted);
            case "email" -> new Redaction(Redaction::withoutEmail);
            case "token" -> new Redaction(Redaction::withoutToken);
            default -> ofPattern(text);
        };
    }

    private static Redaction ofPattern(String text) {
        Pattern pattern = SearchPattern.compile(text, SearchPattern.LENGTH_MAX, 0);
        RequiredWords words = RequiredWords.of(text);
        return new Redaction(
                value -> words.mayBeIn(value) ? without(value, pattern, "[redacted]") : value);
    }

    @Override
    public String apply(String text) {
        return replacement.apply(text);
    }

    private static String withoutEmail(String text) {
        return text.indexOf('@') < 0 ? text : without(text, EMAIL, "[email]");
    }

    private static String withoutToken(String text) {
        return SecretWords.mayBeIn(text) ? without(text, TOKEN, "[token]") : text;
    }

    /** The same object when there is nothing. */
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
