package io.logdrive.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides nothing: asks the JDK's own, and only when that refuses looks for the reason, for "PKIX
 * path building failed" tells nobody what to look at.
 *
 * <p>Thread-safe.
 */
public final class ExplainedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;
    private final String host;
    private final String anchors;

    /**
     * @param trust decides
     * @param host whose certificate is expected of a server; empty where only clients come
     * @param anchors what is trusted, for people
     */
    public ExplainedTrust(X509ExtendedTrustManager trust, String host, String anchors) {
        this.trust = trust;
        this.host = host;
        this.anchors = anchors;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        explained("server", chain, type, () -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        explained("server", chain, type, () -> trust.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        explained("server", chain, type, () -> trust.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        explained("client", chain, type, () -> trust.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        explained("client", chain, type, () -> trust.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        explained("client", chain, type, () -> trust.checkClientTrusted(chain, type));
    }

    /**
     * Named to clients, they would make one whose certificate is of somebody else show none: it
     * would be told that it lacks one, and not which is wrong.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void explained(String whose, X509Certificate[] chain, String type, Check check)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw explanation(whose, chain, type, e);
        }
    }

    private RefusedCertificateException explanation(
            String whose, X509Certificate[] chain, String type, CertificateException why) {
        X509Certificate own = chain[0];
        String found = CertificateNames.subject(own);
        Instant now = Instant.now();
        if (now.isBefore(own.getNotBefore().toInstant())
                || now.isAfter(own.getNotAfter().toInstant())) {
            return new RefusedCertificateException(
                    Refusal.EXPIRED,
                    "expected a "
                            + whose
                            + " certificate that is valid now, found "
                            + found
                            + " valid from "
                            + own.getNotBefore().toInstant()
                            + " to "
                            + own.getNotAfter().toInstant(),
                    why);
        }
        if (isTrustedForAnyName(whose, chain, type)) {
            return whose.equals("client")
                    ? new RefusedCertificateException(
                            Refusal.CERTIFICATE,
                            "expected a client certificate that fits, found " + found,
                            why)
                    : new RefusedCertificateException(
                            Refusal.OTHER_NAME,
                            "expected a server certificate for "
                                    + host
                                    + ", found one for "
                                    + CertificateNames.all(own),
                            why);
        }
        return new RefusedCertificateException(
                Refusal.UNTRUSTED,
                "expected a "
                        + whose
                        + " certificate that "
                        + anchors
                        + " trusts, found "
                        + found
                        + " issued by "
                        + CertificateNames.issuer(own),
                why);
    }

    /** Without a connection there is no name to compare. */
    private boolean isTrustedForAnyName(String whose, X509Certificate[] chain, String type) {
        try {
            if (whose.equals("client")) {
                trust.checkClientTrusted(chain, type);
            } else {
                trust.checkServerTrusted(chain, type);
            }
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    /** One of the JDK's checks. Confined to the call. */
    private interface Check {
        void run() throws CertificateException;
    }
}
