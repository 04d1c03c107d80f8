package io.logdrive.agent.generate;

import com.google.errorprone.annotations.Immutable;
import java.util.Locale;

/**
 * A message with one place for a number in it, marked by {@code #}, escaped for JSON beforehand.
 *
 * <p>Immutable.
 */
@Immutable
final class Text {
    /** What stands in the place of the number. Immutable. */
    enum Blank {
        NONE,
        COUNT,
        ORDER,
        MONEY,
        LATENCY
    }

    private static final int COUNT_MAX = 50;
    private static final int ORDER_MAX = 9_000_000;
    private static final int CENTS_MAX = 30_000;

    private final Blank blank;
    private final Piece before;
    private final Piece after;

    private Text(String text, Blank blank) {
        int mark = text.indexOf('#');
        if ((mark >= 0) != (blank != Blank.NONE)) {
            throw new IllegalArgumentException(
                    "text \"" + text + "\": expected a # exactly if it has a number");
        }
        this.blank = blank;
        this.before = Piece.of(escape(mark < 0 ? text : text.substring(0, mark)));
        this.after = Piece.of(escape(mark < 0 ? "" : text.substring(mark + 1)));
    }

    static Text of(String text) {
        return new Text(text, Blank.NONE);
    }

    static Text of(String text, Blank blank) {
        return new Text(text, blank);
    }

    void put(LineBytes line, SeededRandom random, int latencyMillis) {
        line.put(before);
        switch (blank) {
            case NONE -> {}
            case COUNT -> line.number(1 + random.below(COUNT_MAX));
            case ORDER -> line.number(1_000_000 + random.below(ORDER_MAX));
            case MONEY -> line.money(199 + random.below(CENTS_MAX));
            case LATENCY -> line.number(latencyMillis);
        }
        line.put(after);
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
