package io.logdrive.destination.security;

import java.util.regex.Pattern;

/**
 * Which names users may have: in lower case, so that no two look alike; without what separates
 * things in headers, log lines and {@code USER/TOKEN}.
 *
 * <p>Immutable.
 */
public final class UserName {
    /** What is said of another one. */
    public static final String EXPECTED =
            "1 to 64 of a-z, 0-9, '.', '_', '-', '@', a letter or digit first, and not local";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private UserName() {}

    /** Whether a user may have this name; {@code local} is everybody while there are no users. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches() && !name.equals("local");
    }

    /** For a log line: what cannot be a name may be a password in the wrong place. */
    static String shown(String name) {
        return isValid(name) ? name : "(no-name)";
    }
}
