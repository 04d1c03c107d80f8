package io.logdrive.destination.store;

/**
 * Finds a text in others whatever the case, by one rule on every database: a letter equals those
 * that have the same lower case of their upper case; A to Z equal a to z and nothing else (so the
 * Kelvin sign is no k).
 *
 * <p>Immutable.
 */
final class AnyCase {
    private final char[] folded;

    AnyCase(String text) {
        this.folded = new char[text.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(text.charAt(i));
        }
    }

    /** The first place at or after {@code from} in {@code text}, or -1. */
    int find(String text, int from) {
        int last = text.length() - folded.length;
        for (int at = from; at <= last; at++) {
            if (isAt(text, at)) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Whether it is in {@code text} without a word going on before it or, unless {@code prefix},
     * after it.
     */
    boolean isWordsOf(String text, boolean prefix) {
        for (int at = find(text, 0); at >= 0; at = find(text, at + 1)) {
            if (!isWithinWord(text, at) && (prefix || !isWithinWord(text, at + folded.length))) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(String text, int at) {
        for (int i = 0; i < folded.length; i++) {
            char c = text.charAt(at + i);
            if (c != folded[i] && fold(c) != folded[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithinWord(String text, int at) {
        return at > 0
                && at < text.length()
                && isOfWord(text.charAt(at - 1))
                && isOfWord(text.charAt(at));
    }

    static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        char lower = Character.toLowerCase(Character.toUpperCase(c));
        return lower < 128 ? c : lower;
    }
}
