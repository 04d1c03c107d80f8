package io.logdrive.tls;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a connection could not be protected, or somebody not be trusted. Immutable. */
public enum Refusal {
    /** A certificate that is not valid now. */
    EXPIRED,
    /** A certificate that nobody who is trusted has issued. */
    UNTRUSTED,
    /** A certificate for another name than that of the server. */
    OTHER_NAME,
    /** A certificate that others may not show: made for another use, say. */
    CERTIFICATE,
    /** No certificate where one is asked for. */
    NO_CERTIFICATE,
    /** An older protocol, or no cipher in common. */
    PROTOCOL,
    /** No TLS at all. */
    PLAIN,
    /** The handshake took too long. */
    TIMEOUT,
    /** The other side does not trust us. */
    BY_PEER,
    /** The connection ended within the handshake. */
    CLOSED,
    /** An origin that belongs to another certificate. */
    OTHER_IDENTITY,
    /** Another shared key, or none. */
    SHARED_KEY,
    /** Anything else that breaks a handshake. */
    HANDSHAKE;

    private static final int CAUSES_MAX = 8;
    private static final String NO_RECORD = "not an SSL/TLS record";

    /** The word in log lines and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The failure of a handshake in words for people, fit for a log line. */
    public static String text(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof RefusedCertificateException) {
                return String.valueOf(cause.getMessage());
            }
            cause = cause.getCause();
        }
        String said = String.valueOf(failure.getMessage());
        // Netty says the bytes, which are somebody's.
        return said.contains(NO_RECORD)
                ? "expected TLS, found other bytes"
                : CertificateNames.plain(said);
    }

    /** What the failure of a handshake means: the JDK says most of it in texts alone. */
    public static Refusal of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            if (cause instanceof RefusedCertificateException refused) {
                return refused.refusal();
            }
            cause = cause.getCause();
        }
        String said = String.valueOf(failure.getMessage());
        if (said.contains("Empty client certificate chain")) {
            return NO_CERTIFICATE;
        }
        if (said.contains("handshake timed out")) {
            return TIMEOUT;
        }
        if (said.contains("protocol_version")
                || said.contains("is not accepted by")
                || said.contains("is not enabled or supported")
                || said.contains("no cipher suites in common")
                || said.contains("No appropriate protocol")) {
            return PROTOCOL;
        }
        if (said.contains(NO_RECORD) || said.contains("SSL message")) {
            return PLAIN;
        }
        if (said.contains("Received fatal alert")) {
            return BY_PEER;
        }
        boolean broken = failure instanceof IOException && !(failure instanceof SSLException);
        return broken || said.contains("closed") ? CLOSED : HANDSHAKE;
    }
}
