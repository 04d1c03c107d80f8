package io.logdrive.agent.send;

import io.logdrive.tls.TlsFiles;
import io.logdrive.tls.TlsMaterial;
import io.logdrive.tls.TlsProblem;
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
        read(problems);
        return problems;
    }

    /**
     * Reads the files.
     *
     * @param problems takes what is wrong with them
     * @return null when anything is
     */
    @Nullable TlsMaterial read(List<String> problems) {
        List<TlsProblem> found = new ArrayList<>();
        TlsMaterial material = new TlsFiles(ca, certificate, key).read(found);
        found.forEach(problem -> problems.add(text(problem)));
        return material;
    }

    private static String text(TlsProblem problem) {
        String what =
                switch (problem.part()) {
                    case AUTHORITIES -> "tls ca";
                    case CERTIFICATE -> "tls certificate";
                    case KEY -> "tls key";
                };
        return what
                + (problem.file() == null ? "" : " " + problem.file())
                + ": expected "
                + problem.expected()
                + ", found "
                + problem.found();
    }
}
