package io.logdrive.ingest.rules;

/**
 * Whether a text has one of the words behind which the preset {@code token} finds a secret, in any
 * case: one look at each character, where the expression itself costs a hundred times that.
 *
 * <p>Thread-safe.
 */
final class SecretWords {
    private static final String[] WORDS = {
        "api", "token", "secret", "password", "passwd", "pwd", "bearer", "basic", "eyj"
    };

    private SecretWords() {}

    static boolean mayBeIn(String text) {
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at) | 0x20) {
                case 'a', 't', 's', 'p', 'b', 'e' -> {
                    if (begins(text, at)) {
                        return true;
                    }
                }
                default -> {}
            }
            // A sign of Kelvin or a long s stands for a letter where case is ignored.
            if (text.charAt(at) == '\u212A' || text.charAt(at) == '\u017F') {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String text, int at) {
        for (String word : WORDS) {
            if (text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
