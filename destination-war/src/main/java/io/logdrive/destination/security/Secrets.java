package io.logdrive.destination.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Random secrets and their hashes. One round of SHA-256 is enough for them: nobody guesses 256
 * random bits.
 *
 * <p>Thread-safe.
 */
final class Secrets {
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 256 random bits in hexadecimal. */
    String secret() {
        return hex(SECRET_BYTES);
    }

    /** So many random bytes in hexadecimal. */
    String hex(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is stored of it. */
    static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether it is the secret of that hash, in the same time whatever differs. */
    static boolean matches(String secret, String hash) {
        return MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.US_ASCII),
                hash.getBytes(StandardCharsets.UTF_8));
    }
}
