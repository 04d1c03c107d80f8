package io.logdrive.ingest.listen;

import io.logdrive.tls.CertificateNames;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS, which also says how much of a record waits for the rest of it. */
final class TlsHandler extends SslHandler {
    TlsHandler(SSLEngine engine) {
        super(engine);
    }

    /** The name of the certificate that the client has shown; empty: it showed none. */
    String certifiedName() {
        try {
            Certificate shown = engine().getSession().getPeerCertificates()[0];
            return shown instanceof X509Certificate x509 ? CertificateNames.identity(x509) : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    /** Bytes that have come and cannot be decrypted yet. */
    int undecryptedBytes() {
        return actualReadableBytes();
    }
}
