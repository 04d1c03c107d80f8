package io.logdrive.ingest.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A regular expression in RE2 syntax, bounded in what it costs: its steps, and how much of a text
 * is looked at; and a look for the words it needs first, which most lines do not have.
 *
 * <p>Immutable.
 */
public final class SearchPattern {
    /** The longest expression. */
    static final int LENGTH_MAX = 1_000;

    /** The largest expression, its repetitions written out. */
    static final int STEPS_MAX = 5_000;

    /** How many characters of a text a condition looks at. */
    static final int SEARCHED_CHARS_MAX = 64 * 1024;

    private final String text;
    private final Pattern pattern;
    private final RequiredWords words;

    private SearchPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
        this.words = RequiredWords.of(text);
    }

    /**
     * Compiles.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static SearchPattern of(String text) {
        return new SearchPattern(text, compile(text, LENGTH_MAX, 0));
    }

    static Pattern compile(String text, int lengthMax, int flags) {
        if (text.length() > lengthMax) {
            throw new IllegalArgumentException(
                    "expected a regular expression of at most "
                            + lengthMax
                            + " characters, found "
                            + text.length());
        }
        // Before compiling: it is the compiler that would write the repetitions out.
        if (steps(text) > STEPS_MAX) {
            throw tooLarge();
        }
        try {
            Pattern pattern = Pattern.compile(text, flags);
            if (pattern.programSize() > STEPS_MAX) {
                throw tooLarge();
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected a regular expression in RE2 syntax, found "
                            + text
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    boolean isFoundIn(String value) {
        if (!words.mayBeIn(value)) {
            return false;
        }
        CharSequence searched =
                value.length() > SEARCHED_CHARS_MAX
                        ? value.substring(0, SEARCHED_CHARS_MAX)
                        : value;
        return pattern.matcher(searched).find();
    }

    @Override
    public String toString() {
        return text;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(
                "expected a regular expression of at most "
                        + STEPS_MAX
                        + " steps with repetitions written out, found more");
    }

    /** An estimate that is not much too low: atoms count 1, counted repetitions multiply. */
    private static long steps(String text) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        for (int i = 0; i < text.length() && sum <= STEPS_MAX; i++) {
            char c = text.charAt(i);
            int count = c == '{' ? repetition(text, i) : 0;
            if (c == '(') {
                outer.push(sum);
                sum = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + 1;
                sum = outer.pop() + last;
            } else if (count > 0) {
                sum += last * (count - 1L);
                last *= count;
                i = text.indexOf('}', i);
            } else {
                i += c == '\\' ? 1 : 0;
                last = 1;
                sum++;
            }
        }
        return sum;
    }

    /** How often {@code {n}}, {@code {n,}} or {@code {n,m}} repeats; 0 if it is none. */
    private static int repetition(String text, int at) {
        int end = text.indexOf('}', at);
        String inner = end < 0 ? "" : text.substring(at + 1, end);
        if (!inner.matches("\\d{1,4}(,\\d{0,4})?")) {
            return 0;
        }
        int comma = inner.indexOf(',');
        boolean bounded = comma >= 0 && comma < inner.length() - 1;
        // The last number is the larger one.
        String most = bounded ? inner.substring(comma + 1) : inner.replace(",", "");
        return Integer.parseInt(most);
    }
}
