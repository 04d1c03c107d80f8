package io.logdrive.destination.security;

/**
 * The work that makes guessing passwords slow.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
interface KeyDerivation {
    /** The key, of {@value PasswordHash#HASH_BYTES} bytes. */
    byte[] derive(String password, byte[] salt, int iterations);
}
