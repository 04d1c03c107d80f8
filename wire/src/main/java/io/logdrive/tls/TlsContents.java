package io.logdrive.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.tls.TlsProblem.Part;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a {@link TlsFiles} held at one moment.
 *
 * <p>Immutable.
 */
final class TlsContents {
    private static final int CHALLENGE_BYTES = 32;

    /** A key's algorithm to one by which it signs. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private final Content authorities;
    private final Content certificate;
    private final Content key;

    private TlsContents(Content authorities, Content certificate, Content key) {
        this.authorities = authorities;
        this.certificate = certificate;
        this.key = key;
    }

    static TlsContents of(TlsFiles files) {
        return new TlsContents(
                Content.of(Part.AUTHORITIES, files.authorities()),
                Content.of(Part.CERTIFICATE, files.certificate()),
                Content.of(Part.KEY, files.key()));
    }

    /** What tells these contents from others. */
    String fingerprint() {
        MessageDigest digest = sha256();
        for (Content content : List.of(authorities, certificate, key)) {
            digest.update(content.described().getBytes(UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * What they mean.
     *
     * @param problems takes what is wrong with them
     * @return null when anything is
     */
    @Nullable TlsMaterial material(List<TlsProblem> problems) {
        int before = problems.size();
        List<X509Certificate> trusted = certificates(authorities, problems);
        List<X509Certificate> chain = certificates(certificate, problems);
        PrivateKey own = privateKey(problems);
        if (certificate.file != null && key.file == null) {
            problems.add(new TlsProblem(Part.KEY, null, "one for the certificate", "none"));
        } else if (key.file != null && certificate.file == null) {
            problems.add(new TlsProblem(Part.CERTIFICATE, null, "one for the key", "none"));
        } else if (own != null && !chain.isEmpty() && !isPair(own, chain.get(0).getPublicKey())) {
            String expected = "the key of the certificate " + certificate.file;
            problems.add(new TlsProblem(Part.KEY, key.file, expected, "another"));
        }
        return problems.size() > before ? null : new TlsMaterial(trusted, chain, own);
    }

    private static List<X509Certificate> certificates(Content content, List<TlsProblem> problems) {
        if (content.file == null) {
            return List.of();
        }
        try {
            return content.text().certificates();
        } catch (PemException e) {
            problems.add(content.problem(e));
            return List.of();
        }
    }

    private @Nullable PrivateKey privateKey(List<TlsProblem> problems) {
        if (key.file == null) {
            return null;
        }
        try {
            return key.text().key();
        } catch (PemException e) {
            problems.add(key.problem(e));
            return null;
        }
    }

    /** Whether what the one signs the other verifies. */
    private static boolean isPair(PrivateKey key, PublicKey certified) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        try {
            String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), "");
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(challenge);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(challenge);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            // Of another algorithm or curve, too short to sign with: no pair for a handshake.
            return false;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every JDK, found none", e);
        }
    }

    /** One file's, or why it could not be read. Immutable. */
    private record Content(
            Part part,
            @Nullable Path file,
            @Nullable PemText read,
            @Nullable PemException failure) {
        static Content of(Part part, @Nullable Path file) {
            if (file == null) {
                return new Content(part, null, null, null);
            }
            try {
                return new Content(part, file, PemText.of(file), null);
            } catch (PemException e) {
                return new Content(part, file, null, e);
            }
        }

        PemText text() throws PemException {
            if (read == null) {
                throw failure == null ? new PemException("a PEM file", "none") : failure;
            }
            return read;
        }

        String described() {
            return read != null ? read.text() : String.valueOf(failure);
        }

        TlsProblem problem(PemException e) {
            return new TlsProblem(part, file, e.expected(), e.found());
        }
    }
}
