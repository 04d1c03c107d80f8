package io.logdrive.destination.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as its holder has it, {@code ldt_ID_SECRET}: what it begins with lets scanners of source
 * code find those that leaked.
 *
 * <p>Immutable. Its text has no secret; {@link #whole} has.
 *
 * @param id public
 * @param secret of 256 random bits
 */
record TokenText(String id, String secret) {
    static final int ID_BYTES = 8;

    private static final String BEGINNING = "ldt";
    private static final Pattern TEXT =
            Pattern.compile(BEGINNING + "_([0-9a-f]{16})_([0-9a-f]{64})");

    /** A new one. */
    static TokenText random(Secrets secrets) {
        return new TokenText(secrets.hex(ID_BYTES), secrets.secret());
    }

    /** Null when it is none of ours. */
    static @Nullable TokenText of(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? new TokenText(matcher.group(1), matcher.group(2)) : null;
    }

    String whole() {
        return BEGINNING + "_" + id + "_" + secret;
    }

    @Override
    public String toString() {
        return "token " + id;
    }
}
