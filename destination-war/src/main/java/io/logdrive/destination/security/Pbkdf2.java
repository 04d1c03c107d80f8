package io.logdrive.destination.security;

import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 with HMAC-SHA-256 by the JDK's own provider (RFC 8018). Jakarta's {@code
 * Pbkdf2PasswordHash} is the same within a container; the command line has none (decision 0099).
 *
 * <p>Immutable.
 */
final class Pbkdf2 implements KeyDerivation {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    @Override
    public byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        password.toCharArray(),
                        salt,
                        iterations,
                        PasswordHash.HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}
