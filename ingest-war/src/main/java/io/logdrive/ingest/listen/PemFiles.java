package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys as PEM has them (RFC 7468). */
final class PemFiles {
    private static final String CERTIFICATES = "a PEM file of X.509 certificates";
    private static final String KEY = "a PEM file with a private key as PKCS #8, not encrypted";
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

    /** The key's algorithm to one by which it signs. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private PemFiles() {}

    /**
     * The certificates of a file, in their order, at least one.
     *
     * @throws PemException when there is none
     */
    static List<X509Certificate> certificates(String file) throws PemException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new PemException(CERTIFICATES, file + " without any");
            }
            return found;
        } catch (IOException | InvalidPathException e) {
            throw unreadable(CERTIFICATES, file, e);
        } catch (CertificateException e) {
            throw new PemException(CERTIFICATES, file + " with something else", e);
        }
    }

    /**
     * The private key of a file.
     *
     * @throws PemException when there is none, or one in another form
     */
    static PrivateKey privateKey(String file) throws PemException {
        String text;
        try {
            text = Files.readString(Path.of(file), ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw unreadable(KEY, file, e);
        }
        Matcher key = PKCS8.matcher(text);
        if (!key.find()) {
            Matcher begin = BEGIN.matcher(text);
            throw new PemException(
                    KEY,
                    file + (begin.find() ? " with " + begin.group(1) : " with something else"));
        }
        return decoded(Base64.getMimeDecoder().decode(key.group(1)), file);
    }

    /** Whether {@code key} is the one that {@code certificate} is about. */
    static boolean belong(PrivateKey key, X509Certificate certificate) {
        try {
            PublicKey other = certificate.getPublicKey();
            byte[] text = {1, 2, 3};
            String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), "");
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // Of another algorithm, say.
        }
    }

    private static PrivateKey decoded(byte[] bytes, String file) throws PemException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes);
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // Of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new PemException(KEY, file + " (" + e.getMessage() + ")", e);
            }
        }
        throw new PemException(KEY, file + " with a damaged one, or none of RSA, EC and EdDSA");
    }

    private static PemException unreadable(String expected, String file, Exception cause) {
        return new PemException(
                expected, file + " (" + cause.getClass().getSimpleName() + ")", cause);
    }
}
