package io.logdrive.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file of certificates or of a private key holds, in PEM (RFC 7468). What stands between the
 * blocks is passed over, as OpenSSL writes there what a block is.
 *
 * <p>Immutable.
 */
record PemText(String text) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final long BYTES_MAX = 4 << 20;

    /**
     * Reads a file.
     *
     * @throws PemException when it cannot be read
     */
    static PemText of(Path file) throws PemException {
        try {
            long size = Files.size(file);
            if (size > BYTES_MAX) {
                throw new PemException(
                        "a PEM file of at most " + BYTES_MAX + " bytes", size + " bytes");
            }
            return new PemText(Files.readString(file, ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new PemException("a PEM file", "no file");
        } catch (IOException e) {
            throw new PemException("a PEM file that can be read", e.toString());
        }
    }

    /**
     * Its certificates, in their order, at least one.
     *
     * @throws PemException when it holds anything else
     */
    List<X509Certificate> certificates() throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        String other = "";
        while (blocks.find()) {
            if (blocks.group(1).equals(CERTIFICATE)) {
                certificates.add(certificate(blocks.group(2)));
            } else {
                other = "only 'BEGIN " + blocks.group(1) + "'";
            }
        }
        if (certificates.isEmpty()) {
            throw new PemException(
                    "a PEM file ('BEGIN CERTIFICATE')", other.isEmpty() ? "no PEM block" : other);
        }
        return List.copyOf(certificates);
    }

    /**
     * Its private key.
     *
     * @throws PemException when it holds anything else
     */
    PrivateKey key() throws PemException {
        Matcher blocks = BLOCK.matcher(text);
        String other = "";
        while (blocks.find()) {
            String type = blocks.group(1);
            if (type.equals(KEY)) {
                return key(blocks.group(2));
            }
            // The parameters of a curve stand before some keys, certificates behind them.
            if (other.isEmpty() || type.endsWith(KEY)) {
                other = "'BEGIN " + type + "'";
            }
        }
        throw new PemException(
                "an unencrypted PKCS#8 key ('BEGIN PRIVATE KEY')",
                other.isEmpty() ? "no PEM block" : other);
    }

    private static X509Certificate certificate(String body) throws PemException {
        try {
            byte[] der = decoded(body);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new PemException("an X.509 certificate", "other bytes in a 'BEGIN CERTIFICATE'");
        }
    }

    private static PrivateKey key(String body) throws PemException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(decoded(body));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            PrivateKey key = key(spec, algorithm);
            if (key != null) {
                return key;
            }
        }
        throw new PemException(
                "an RSA, EC or EdDSA key", "another, or damaged bytes, in its 'BEGIN PRIVATE KEY'");
    }

    private static @Nullable PrivateKey key(PKCS8EncodedKeySpec spec, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            // Of another algorithm, or of none that we know.
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + ": expected in every JDK", e);
        }
    }

    private static byte[] decoded(String body) throws PemException {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new PemException("Base64 in its PEM block", "other characters");
        }
    }

    /** Without what the file holds. */
    @Override
    public String toString() {
        return "PemText[" + text.length() + " characters]";
    }
}
