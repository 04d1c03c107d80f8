package io.logdrive.destination.security;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a password, {@code pbkdf2-sha256$600000$SALT$HASH}: how it was made stands in
 * it, so that more work can be asked of new ones.
 *
 * <p>Immutable by convention: its arrays are not changed. Its text has no secret.
 */
final class PasswordHash {
    static final int HASH_BYTES = 32;

    /** More would let a row of the database hold up the server. */
    static final int ITERATIONS_MAX = 10_000_000;

    private static final Pattern TEXT =
            Pattern.compile(
                    "pbkdf2-sha256\\$(\\d{1,8})\\$([A-Za-z0-9+/]{16,200})\\$([A-Za-z0-9+/]{43})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Reads it back; null when it is none. */
    static @Nullable PasswordHash of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < 1 || iterations > ITERATIONS_MAX) {
            return null;
        }
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            return new PasswordHash(
                    iterations, decoder.decode(matcher.group(2)), decoder.decode(matcher.group(3)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    int iterations() {
        return iterations;
    }

    byte[] salt() {
        return salt;
    }

    byte[] hash() {
        return hash;
    }

    /** As it is stored. */
    String stored() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "pbkdf2-sha256$"
                + iterations
                + "$"
                + encoder.encodeToString(salt)
                + "$"
                + encoder.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "pbkdf2-sha256 of " + iterations + " iterations";
    }
}
