package io.logdrive.agent.send;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the agent trusts and how it shows who it is. The server's name is compared with its
 * certificate in any case; there is no way to do without.
 *
 * @param ca PEM file of the certificates to trust; null: those that the JVM trusts
 * @param certificate PEM file of the client's certificate and those that lead from it to its
 *     issuer's; null: none is shown
 * @param key PEM file of its private key, in unencrypted PKCS#8; null when there is no certificate
 *     <p>Immutable; the files may change.
 */
public record TlsConfig(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
    /** What the JVM trusts, and nothing is shown. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, null, null);

    /** Reads the files as a connection does; what is wrong with them, each {@code what: …}. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        TlsFiles.read(this, problems);
        return problems;
    }
}
