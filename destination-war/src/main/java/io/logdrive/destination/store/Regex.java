package io.logdrive.destination.store;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A user's regular expression in RE2 syntax, bounded in what it costs: matching takes time linear
 * in the text, and steps as many as the expression has are done for each character.
 *
 * <p>Immutable.
 */
public final class Regex {
    /** The longest expression. */
    public static final int LENGTH_MAX = 1_000;

    /** The largest expression, its repetitions written out. */
    public static final int STEPS_MAX = 5_000;

    private static final int SHOWN_MAX = 100;

    private final String text;
    private final Pattern pattern;

    private Regex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Compiles.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    public static Regex of(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "expected at most " + LENGTH_MAX + " characters, found " + text.length());
        }
        // Before compiling: it is the compiler that would write the repetitions out.
        if (steps(text) > STEPS_MAX) {
            throw tooLarge();
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > STEPS_MAX) {
                throw tooLarge();
            }
            return new Regex(text, pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected RE2 syntax, found "
                            + e.getDescription()
                            + ": "
                            + shown(e.getPattern()),
                    e);
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * Whether it is found in {@code value}.
     *
     * @throws StoreException.Timeout when the deadline passes meanwhile
     */
    boolean isFoundIn(String value, Deadline deadline) {
        return pattern.matcher(new TimedText(value, deadline)).find();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && regex.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String shown(String part) {
        if (part.length() <= SHOWN_MAX) {
            return part;
        }
        int end = Character.isHighSurrogate(part.charAt(SHOWN_MAX - 1)) ? SHOWN_MAX - 1 : SHOWN_MAX;
        return part.substring(0, end) + "…";
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(
                "expected at most "
                        + STEPS_MAX
                        + " steps with repetitions written out, found more");
    }

    /** An estimate that is not much too low: atoms count 1, counted repetitions multiply. */
    private static long steps(String text) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int count = c == '{' ? repetition(text, i) : 0;
            if (c == '(') {
                outer.push(sum);
                sum = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + 1;
                sum = Math.min(Long.MAX_VALUE / 4, outer.pop() + last);
            } else if (count > 0) {
                long more = Math.min(Long.MAX_VALUE / 4096, last) * (count - 1);
                last += more;
                sum += more;
                i = text.indexOf('}', i);
            } else {
                i += c == '\\' ? 1 : 0;
                last = 1;
                sum++;
            }
            if (sum > STEPS_MAX) {
                return sum;
            }
        }
        return sum;
    }

    /**
     * How often {@code {n}}, {@code {n,}} or {@code {n,m}} at {@code at} repeats; 0 if it is none.
     */
    private static int repetition(String text, int at) {
        int end = text.indexOf('}', at);
        String[] numbers = end < 0 ? new String[0] : text.substring(at + 1, end).split(",");
        int most = 0;
        for (String number : numbers) {
            if (number.isEmpty() || number.length() > 4 || !number.chars().allMatch(Regex::digit)) {
                return 0;
            }
            most = Math.max(most, Integer.parseInt(number));
        }
        return most;
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A text that looks at the clock while it is read. Confined to one thread. */
    private static final class TimedText implements CharSequence {
        private static final int READS = 512;

        private final String text;
        private final Deadline deadline;
        private int reads;

        TimedText(String text, Deadline deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads == READS) {
                reads = 0;
                deadline.check();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
