package io.logdrive.agent.send;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts as the JDK does, and says in words what it does not trust. Nothing that the JDK refuses is
 * taken.
 *
 * <p>Thread-safe.
 */
final class ExplainedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final String host;
    private final String anchors;

    /** Why a certificate is not taken, in words for people. */
    static final class RefusedException extends CertificateException {
        private static final long serialVersionUID = 1;

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param trust decides
     * @param host whose certificate is expected
     * @param anchors what is trusted, for people
     */
    ExplainedTrust(X509ExtendedTrustManager trust, String host, String anchors) {
        this.trust = trust;
        this.host = host;
        this.anchors = anchors;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        try {
            trust.checkServerTrusted(chain, type, socket);
        } catch (CertificateException e) {
            throw explained(chain, type, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        trust.checkServerTrusted(chain, type);
    }

    private RefusedException explained(
            X509Certificate[] chain, String type, CertificateException why) {
        X509Certificate own = chain[0];
        String found = Plain.text(own.getSubjectX500Principal().getName());
        Instant now = Instant.now();
        if (now.isBefore(own.getNotBefore().toInstant())
                || now.isAfter(own.getNotAfter().toInstant())) {
            return new RefusedException(
                    "expected a server certificate that is valid now, found "
                            + found
                            + " valid from "
                            + own.getNotBefore().toInstant()
                            + " to "
                            + own.getNotAfter().toInstant(),
                    why);
        }
        try {
            // Without a connection there is no name to compare.
            trust.checkServerTrusted(chain, type);
        } catch (CertificateException e) {
            String issuer = Plain.text(own.getIssuerX500Principal().getName());
            return new RefusedException(
                    "expected a server certificate that "
                            + anchors
                            + " trusts, found "
                            + found
                            + " issued by "
                            + issuer,
                    why);
        }
        return new RefusedException(
                "expected a server certificate for " + host + ", found one for " + names(own), why);
    }

    /** The names that a certificate is for: a subject without any is for none. */
    private static String names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                // The type, and the name.
                all.forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            names.clear();
        }
        return Plain.text(
                names.isEmpty()
                        ? certificate.getSubjectX500Principal().getName()
                        : String.join(", ", names));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("expected a server's certificate, found a client's");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
