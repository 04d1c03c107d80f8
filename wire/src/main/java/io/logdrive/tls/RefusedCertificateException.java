package io.logdrive.tls;

import java.security.cert.CertificateException;

/** Why a certificate is not taken, in words for people. */
public final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    RefusedCertificateException(Refusal refusal, String message, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    /** The reason. */
    public Refusal refusal() {
        return refusal;
    }
}
