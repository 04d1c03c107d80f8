package io.logdrive.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of one side of connections.
 *
 * @param authorities the certificates to trust; null: none is named
 * @param certificate the own certificate first; null: there is none
 * @param key its private key; null when there is no certificate
 *     <p>Immutable; the files may change.
 */
public record TlsFiles(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
    /**
     * Reads them.
     *
     * @param problems takes what is wrong with them
     * @return null when anything is
     */
    public @Nullable TlsMaterial read(List<TlsProblem> problems) {
        return TlsContents.of(this).material(problems);
    }
}
