package io.logdrive.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and a key that fit together.
 *
 * @param authorities who is trusted; empty: whom the JVM trusts
 * @param chain the own certificate first; empty: there is none
 * @param key of the own certificate
 *     <p>Immutable.
 */
public record TlsMaterial(
        List<X509Certificate> authorities, List<X509Certificate> chain, @Nullable PrivateKey key) {
    private static final char[] NO_PASSWORD = {};

    /** When the first of the own certificate and those above it expires; null without one. */
    public @Nullable Instant expires() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Whom the own certificate is for, cleaned for people; empty without one. */
    public String subject() {
        return chain.isEmpty() ? "" : CertificateNames.subject(chain.get(0));
    }

    /** Shows the own certificate; null without one. */
    public @Nullable X509ExtendedKeyManager keys() throws GeneralSecurityException {
        if (key == null) {
            return null;
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no key manager for X.509");
    }

    /** Decides as the JDK does whom to trust. */
    public X509ExtendedTrustManager trust() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities.isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            KeyStore store = emptyStore();
            int count = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + count++, authority);
            }
            factory.init(store);
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsMaterial[subject=" + subject() + ", authorities=" + authorities.size() + "]";
    }
}
