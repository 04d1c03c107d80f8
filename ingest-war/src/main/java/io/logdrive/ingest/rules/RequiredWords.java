package io.logdrive.ingest.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words one of which a text must contain for an expression to be found in it: to look for them
 * costs a small part of what the expression costs. Where it is not plain which words these are,
 * there are none, and every text may have it.
 *
 * <p>Immutable.
 */
final class RequiredWords {
    private static final int WORD_CHARS_MIN = 3;
    private static final int WORDS_MAX = 16;
    private static final String IGNORE_CASE = "(?i)";

    /** All that may stand behind {@code (?} but what begins a group with or without a name. */
    private static final Pattern FLAGS = Pattern.compile("\\(\\?(?!:|<|P<)");

    private final List<String> words;
    private final boolean ignoreCase;

    private RequiredWords(List<String> words, boolean ignoreCase) {
        this.words = List.copyOf(words);
        this.ignoreCase = ignoreCase;
    }

    static RequiredWords of(String pattern) {
        boolean ignoreCase = pattern.startsWith(IGNORE_CASE);
        String rest = ignoreCase ? pattern.substring(IGNORE_CASE.length()) : pattern;
        List<String> words = new ArrayList<>();
        // Flags may change what a letter means, and quoting what a bracket means.
        if (!FLAGS.matcher(rest).find() && !rest.contains("\\Q")) {
            for (String alternative : alternatives(rest)) {
                String word = longest(alternative, ignoreCase);
                words.add(ignoreCase ? word.toLowerCase(Locale.ROOT) : word);
            }
        }
        boolean usable =
                words.size() <= WORDS_MAX
                        && words.stream().allMatch(word -> word.length() >= WORD_CHARS_MIN);
        return new RequiredWords(usable ? words : List.of(), ignoreCase);
    }

    boolean mayBeIn(String text) {
        if (words.isEmpty()) {
            return true;
        }
        for (String word : words) {
            if (ignoreCase ? containsIgnoringCase(text, word) : text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    List<String> words() {
        return words;
    }

    /** Split at each {@code |} that stands in no bracket. */
    private static List<String> alternatives(String pattern) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                at = classEnd(pattern, at);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '|' && depth == 0) {
                parts.add(pattern.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(pattern.substring(from));
        return parts;
    }

    /** The longest run of characters that stand for themselves, in no bracket, once or more. */
    private static String longest(String alternative, boolean ignoreCase) {
        String longest = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        int at = 0;
        while (at < alternative.length()) {
            char c = alternative.charAt(at);
            int next = at + 1;
            char stands = 0;
            if (c == '\\') {
                next = at + 2;
                char escaped = at + 1 < alternative.length() ? alternative.charAt(at + 1) : 'a';
                stands = isPunctuation(escaped) ? escaped : 0;
            } else if (c == '[') {
                next = classEnd(alternative, at) + 1;
            } else if (c == '{') {
                next = Math.max(next, alternative.indexOf('}', at) + 1);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if ("^$.|?*+{}".indexOf(c) < 0) {
                stands = c;
            }
            char quantifier = next < alternative.length() ? alternative.charAt(next) : 0;
            boolean perhapsNot = quantifier == '?' || quantifier == '*' || quantifier == '{';
            if (depth > 0 || stands == 0 || perhapsNot || !isPlain(stands, ignoreCase)) {
                longest = run.length() > longest.length() ? run.toString() : longest;
                run.setLength(0);
            } else {
                run.append(stands);
                if (quantifier == '+') {
                    longest = run.length() > longest.length() ? run.toString() : longest;
                    run.setLength(0);
                }
            }
            at = next;
        }
        return run.length() > longest.length() ? run.toString() : longest;
    }

    /** Ignoring case, a k is also the sign of Kelvin and an s also a long s. */
    private static boolean isPlain(char c, boolean ignoreCase) {
        return c > 0 && c < 128 && !(ignoreCase && "kKsS".indexOf(c) >= 0);
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }

    /** Where the class ends that begins there, or the last place. */
    private static int classEnd(String pattern, int open) {
        int at = open + 1;
        at += at < pattern.length() && pattern.charAt(at) == '^' ? 1 : 0;
        at += at < pattern.length() && pattern.charAt(at) == ']' ? 1 : 0;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            if (pattern.startsWith("[:", at)) {
                int close = pattern.indexOf(":]", at + 2);
                at = close < 0 ? at + 1 : close + 2;
            } else {
                at += pattern.charAt(at) == '\\' ? 2 : 1;
            }
        }
        return Math.min(at, pattern.length() - 1);
    }

    private static boolean containsIgnoringCase(String text, String lower) {
        char first = lower.charAt(0);
        char upper = Character.toUpperCase(first);
        int last = text.length() - lower.length();
        for (int at = 0; at <= last; at++) {
            char c = text.charAt(at);
            if ((c == first || c == upper)
                    && text.regionMatches(true, at, lower, 0, lower.length())) {
                return true;
            }
        }
        return false;
    }
}
