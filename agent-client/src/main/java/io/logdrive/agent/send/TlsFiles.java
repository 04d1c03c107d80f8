package io.logdrive.agent.send;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a {@link TlsConfig} held when they were read.
 *
 * @param trusted empty: those that the JVM trusts
 * @param chain the client's certificate first; empty: none
 * @param key of the client's certificate
 *     <p>Immutable.
 */
record TlsFiles(
        List<X509Certificate> trusted, List<X509Certificate> chain, @Nullable PrivateKey key) {
    private static final int CHALLENGE_BYTES = 32;

    /**
     * Reads them.
     *
     * @param problems takes what is wrong with them
     * @return null when anything is
     */
    static @Nullable TlsFiles read(TlsConfig config, List<String> problems) {
        int before = problems.size();
        List<X509Certificate> trusted = certificates("tls ca", config.ca(), problems);
        List<X509Certificate> chain =
                certificates("tls certificate", config.certificate(), problems);
        PrivateKey key = key(config.key(), problems);
        if (config.certificate() != null && config.key() == null) {
            problems.add("tls key: expected one for the certificate, found none");
        } else if (config.key() != null && config.certificate() == null) {
            problems.add("tls certificate: expected one for the key, found none");
        } else if (config.key() != null && key != null && !chain.isEmpty()) {
            checkPair(config, key, chain.get(0).getPublicKey(), problems);
        }
        return problems.size() > before ? null : new TlsFiles(trusted, chain, key);
    }

    private static List<X509Certificate> certificates(
            String what, @Nullable Path path, List<String> problems) {
        if (path == null) {
            return List.of();
        }
        try {
            return new PemFile(what, path).certificates();
        } catch (TlsException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    private static @Nullable PrivateKey key(@Nullable Path path, List<String> problems) {
        if (path == null) {
            return null;
        }
        try {
            return new PemFile("tls key", path).key();
        } catch (TlsException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    private static void checkPair(
            TlsConfig config, PrivateKey key, PublicKey certified, List<String> problems) {
        if (!isPair(key, certified)) {
            problems.add(
                    "tls key "
                            + config.key()
                            + ": expected the key of the certificate "
                            + config.certificate()
                            + ", found another");
        }
    }

    /** Whether what the one signs the other verifies. */
    private static boolean isPair(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(challenge);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(challenge);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            // Another curve, a key too short to sign with: no pair that a handshake could use.
            return false;
        }
    }
}
