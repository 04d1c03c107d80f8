package io.logdrive.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the files.
 *
 * @param part which of them
 * @param file where it is; null: it is not named
 *     <p>Immutable.
 */
public record TlsProblem(Part part, @Nullable Path file, String expected, String found) {
    /** A file's part. Immutable. */
    public enum Part {
        /** Who is trusted. */
        AUTHORITIES,
        /** The own certificate and those that lead from it to its issuer's. */
        CERTIFICATE,
        /** The private key of the own certificate. */
        KEY
    }
}
