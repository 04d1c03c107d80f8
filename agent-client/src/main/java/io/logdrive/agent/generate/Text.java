package io.logdrive.agent.generate;

import com.google.errorprone.annotations.Immutable;

/**
 * A message with one place for a number in it, marked by {@code #}, escaped for each format
 * beforehand.
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

    /** Twelve times the slowest that {@link Trouble} makes of the slowest call is less. */
    private static final int LATENCY_MAX = 99_999;

    private final Blank blank;

    @SuppressWarnings("Immutable") // never written to after the constructor
    private final Piece[] before;

    @SuppressWarnings("Immutable") // never written to after the constructor
    private final Piece[] after;

    private Text(String text, Blank blank) {
        int mark = text.indexOf('#');
        if ((mark >= 0) != (blank != Blank.NONE)) {
            throw new IllegalArgumentException(
                    "text \"" + text + "\": expected a # exactly if it has a number");
        }
        this.blank = blank;
        this.before = escaped(mark < 0 ? text : text.substring(0, mark));
        this.after = escaped(mark < 0 ? "" : text.substring(mark + 1));
    }

    static Text of(String text) {
        return new Text(text, Blank.NONE);
    }

    static Text of(String text, Blank blank) {
        return new Text(text, blank);
    }

    /** A number for its place, 0 if it has none. */
    int draw(SeededRandom random, int latencyMillis) {
        return switch (blank) {
            case NONE -> 0;
            case COUNT -> 1 + random.below(COUNT_MAX);
            case ORDER -> 1_000_000 + random.below(ORDER_MAX);
            case MONEY -> 199 + random.below(CENTS_MAX);
            case LATENCY -> latencyMillis;
        };
    }

    /** The longest number there can be in its place. */
    int longest() {
        return switch (blank) {
            case NONE -> 0;
            case COUNT -> COUNT_MAX;
            case ORDER -> 1_000_000 + ORDER_MAX - 1;
            case MONEY -> 199 + CENTS_MAX - 1;
            case LATENCY -> LATENCY_MAX;
        };
    }

    void put(LineBytes line, Escaping escaping, int number) {
        line.put(before[escaping.index]);
        if (blank == Blank.MONEY) {
            line.money(number);
        } else if (blank != Blank.NONE) {
            line.number(number);
        }
        line.put(after[escaping.index]);
    }

    private static Piece[] escaped(String text) {
        Escaping[] all = Escaping.values();
        Piece[] pieces = new Piece[all.length];
        for (Escaping escaping : all) {
            pieces[escaping.index] = Piece.of(escaping.of(text));
        }
        return pieces;
    }
}
