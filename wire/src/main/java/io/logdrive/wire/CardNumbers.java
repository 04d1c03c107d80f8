package io.logdrive.wire;

/**
 * Numbers of payment cards: 13 to 19 digits, with single blanks or hyphens between them or without,
 * whose last is the check digit (ISO/IEC 7812). Agent and ingest take the same for one.
 *
 * <p>Thread-safe.
 */
public final class CardNumbers {
    private static final String WORD = "[card]";
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;

    private CardNumbers() {}

    /** The text with {@code [card]} in their places; the same object when there is none. */
    public static String redacted(String text) {
        StringBuilder out = null;
        int copied = 0;
        int at = 0;
        while (at <= text.length() - DIGITS_MIN) {
            if (!isDigit(text, at)) {
                at++;
                continue;
            }
            // Other numbers may stand beside a card: each group of digits may begin one.
            int end = cardEnd(text, at);
            if (end > 0) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, copied, at).append(WORD);
                copied = end;
                at = end;
            }
            while (isDigit(text, at)) {
                at++;
            }
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** Where the longest card ends that begins there, or 0. */
    private static int cardEnd(String text, int from) {
        int end = 0;
        int digits = 0;
        int at = from;
        while (digits < DIGITS_MAX && isDigit(text, at)) {
            digits++;
            at++;
            boolean whole = !isDigit(text, at);
            if (whole && digits >= DIGITS_MIN && hasCheckDigit(text, from, at)) {
                end = at;
            }
            boolean goesOn =
                    at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '-');
            at += goesOn && isDigit(text, at + 1) ? 1 : 0;
        }
        return end;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Luhn's sum. */
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
