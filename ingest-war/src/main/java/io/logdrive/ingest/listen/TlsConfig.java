package io.logdrive.ingest.listen;

import io.logdrive.payara.ConfigurationReader;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * TLS on the intake port: PEM files, by their paths.
 *
 * <p>Immutable.
 *
 * @param certificate ingest's own, and those between it and its authority; empty: no TLS
 * @param key its private key
 * @param clientCa authorities of the certificates that senders must have; empty: they need none
 */
public record TlsConfig(String certificate, String key, String clientCa) {
    private static final String PREFIX = "logdrive.ingest.";
    private static final String CERTIFICATE = "listen.tls.certificate";
    private static final String KEY = "listen.tls.key";
    private static final String CLIENT_CA = "listen.tls.client-ca";

    /** Those that authenticate what they encrypt, and forget their keys. */
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Reads {@code logdrive.ingest.listen.tls.…}, and the files, so that a start cannot fail. */
    static TlsConfig read(ConfigurationReader reader) {
        TlsConfig config =
                new TlsConfig(
                        reader.text(CERTIFICATE, ""),
                        reader.text(KEY, ""),
                        reader.text(CLIENT_CA, ""));
        if (config.certificate.isEmpty() != config.key.isEmpty()) {
            String missing = config.key.isEmpty() ? KEY : CERTIFICATE;
            reader.refuse(missing, "both this and " + other(missing) + ", or neither", "one");
        } else if (config.isOn()) {
            config.check(reader);
        } else if (!config.clientCa.isEmpty()) {
            reader.refuse(CLIENT_CA, "it together with " + PREFIX + CERTIFICATE, "it alone");
        }
        return config;
    }

    /** Whether the port speaks TLS. */
    public boolean isOn() {
        return !certificate.isEmpty();
    }

    /**
     * What the files are at the moment.
     *
     * @throws ListenException when they cannot be used
     */
    SslContext context() {
        try {
            PrivateKey own = PemFiles.privateKey(key);
            X509Certificate[] chain = array(PemFiles.certificates(certificate));
            SslContextBuilder builder =
                    SslContextBuilder.forServer(own, chain)
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE);
            if (!clientCa.isEmpty()) {
                builder.trustManager(array(PemFiles.certificates(clientCa)))
                        .clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (PemException | SSLException e) {
            throw new ListenException("logdrive.ingest.listen.tls: " + e.getMessage(), e);
        }
    }

    private void check(ConfigurationReader reader) {
        List<X509Certificate> chain = certificates(reader, CERTIFICATE, certificate);
        if (!clientCa.isEmpty()) {
            certificates(reader, CLIENT_CA, clientCa);
        }
        try {
            PrivateKey own = PemFiles.privateKey(key);
            if (!chain.isEmpty() && !PemFiles.belong(own, chain.get(0))) {
                reader.refuse(KEY, "the key of the first certificate", key + " with another");
            }
        } catch (PemException e) {
            reader.refuse(KEY, e.expected(), e.found());
        }
    }

    private static List<X509Certificate> certificates(
            ConfigurationReader reader, String name, String file) {
        try {
            return PemFiles.certificates(file);
        } catch (PemException e) {
            reader.refuse(name, e.expected(), e.found());
            return List.of();
        }
    }

    private static X509Certificate[] array(List<X509Certificate> certificates) {
        return certificates.toArray(X509Certificate[]::new);
    }

    private static String other(String name) {
        return PREFIX + (name.equals(KEY) ? CERTIFICATE : KEY);
    }
}
