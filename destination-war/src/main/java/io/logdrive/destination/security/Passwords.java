package io.logdrive.destination.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks hashes of passwords, and says which passwords may be set.
 *
 * <p>Thread-safe. How many may be at work at once is {@link HashSlot}'s matter.
 */
public final class Passwords {
    /** As OWASP advises for PBKDF2 with HMAC-SHA-256 (RELIABILITY.md). */
    static final int ITERATIONS = 600_000;

    static final int CHARS_MIN = 12;
    static final int BYTES_MAX = 1_024;

    private static final int SALT_BYTES = 16;
    private static final int RANDOM_BYTES = 18;

    private final KeyDerivation derivation;
    private final SecureRandom random;
    private final int iterations;

    /** What a password is compared with when there is no user of that name. */
    private final PasswordHash nobody;

    Passwords(KeyDerivation derivation, SecureRandom random, int iterations) {
        this.derivation = derivation;
        this.random = random;
        this.iterations = iterations;
        this.nobody =
                new PasswordHash(iterations, bytes(SALT_BYTES), bytes(PasswordHash.HASH_BYTES));
    }

    /** With the platform's PBKDF2. */
    public static Passwords ofPlatform() {
        return new Passwords(new Pbkdf2(), new SecureRandom(), ITERATIONS);
    }

    /** What to store of it. */
    public String hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        byte[] hash = derivation.derive(normal(password), salt, iterations);
        return new PasswordHash(iterations, salt, hash).stored();
    }

    /**
     * Whether it is the password; the same work in any case.
     *
     * @param stored what {@link #hash} made; null: of nobody, whose password nothing is
     */
    boolean matches(String password, @Nullable String stored) {
        PasswordHash known = stored == null ? null : PasswordHash.of(stored);
        PasswordHash asked = known == null ? nobody : known;
        // What cannot be a password is not: but it costs the same.
        String tried = isTooLong(password) || password.isEmpty() ? "-" : normal(password);
        byte[] found = derivation.derive(tried, asked.salt(), asked.iterations());
        boolean equal = MessageDigest.isEqual(found, asked.hash());
        return equal && known != null && !password.isEmpty() && !isTooLong(password);
    }

    /** Whether less work was asked of it than is now. */
    boolean isOutdated(String stored) {
        PasswordHash known = PasswordHash.of(stored);
        return known == null || known.iterations() < iterations;
    }

    /** Null when the user may have it; else what is expected and found, without it. */
    public static @Nullable String problem(String user, String password) {
        int chars = password.codePointCount(0, password.length());
        if (chars < CHARS_MIN) {
            return "expected at least " + CHARS_MIN + " characters, found " + chars;
        }
        if (isTooLong(password)) {
            return "expected at most " + BYTES_MAX + " bytes, found more";
        }
        if (password.strip().toLowerCase(Locale.ROOT).equals(user)) {
            return "expected another one than the user's name, found the name";
        }
        return null;
    }

    /** A new one that nobody can guess: 24 letters, digits, - and _. */
    public String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(RANDOM_BYTES));
    }

    /** The same letter may be one character or two, as the keyboard has it. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private static boolean isTooLong(String password) {
        return password.length() > BYTES_MAX
                || password.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
