package io.logdrive.destination.store;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Texts that are numbers. Thread-safe. */
final class NumberText {
    /** Longer ones are texts: comparing numbers must stay cheap. */
    private static final int LENGTH_MAX = 40;

    private static final int EXPONENT_DIGITS_MAX = 3;

    private NumberText() {}

    /** Sign, digits, decimals, exponent of at most three digits; null for anything else. */
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isNumber(text)) {
            return null;
        }
        return new BigDecimal(text);
    }

    private static boolean isNumber(String text) {
        int at = skipSign(text, 0);
        int whole = skipDigits(text, at);
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = skipDigits(text, end + 1);
            if (end == whole + 1) {
                return false;
            }
        }
        if (whole == at) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int digits = skipSign(text, end + 1);
            end = skipDigits(text, digits);
            return end == text.length() && end > digits && end - digits <= EXPONENT_DIGITS_MAX;
        }
        return end == text.length();
    }

    private static int skipSign(String text, int at) {
        boolean sign = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
        return sign ? at + 1 : at;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
