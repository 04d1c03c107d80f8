package io.logdrive.agent.send;

import io.logdrive.tls.RefusedCertificateException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * A connection under TLS, and what its failures mean.
 *
 * <p>Thread-safe.
 *
 * @param shown the subject of the client's certificate; empty: there is none
 */
record TlsLink(SSLSocket socket, AskedKeys keys, String shown) {
    private static final String ALERT = "Received fatal alert: ";

    /** What servers answer to a certificate of a client, or to its absence. */
    private static final Set<String> ABOUT_CERTIFICATES =
            Set.of(
                    "access_denied",
                    "bad_certificate",
                    "certificate_expired",
                    "certificate_required",
                    "certificate_revoked",
                    "certificate_unknown",
                    "decrypt_error",
                    "handshake_failure",
                    "unknown_ca",
                    "unsupported_certificate");

    /**
     * The failure of a handshake, in words for people.
     *
     * @param e as the JDK says it
     */
    IOException handshakeFailure(IOException e) {
        IOException explained = explained(e);
        if (explained != e) {
            return explained;
        }
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("Unsupported or unrecognized SSL message")) {
            return new TlsException("tls: the server does not speak TLS", e);
        }
        if (said.endsWith(ALERT + "protocol_version")
                || said.contains("is not accepted by client preferences")) {
            return new TlsException("tls: the server speaks neither TLS 1.3 nor TLS 1.2", e);
        }
        if (e instanceof SocketException
                || e instanceof EOFException
                || e.getCause() instanceof EOFException) {
            return new TlsException(
                    isMissing()
                            ? missing("it closed the connection")
                            : "tls: the server closed the connection in the handshake; does it"
                                    + " speak TLS?",
                    e);
        }
        return new TlsException("tls: " + Plain.text(said), e);
    }

    /**
     * A failure that is about certificates, in words for people; any other as it is. With TLS 1.3
     * the server looks at the client's only when the handshake is over for the client.
     */
    IOException explained(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedCertificateException) {
                return new TlsException("tls: " + cause.getMessage(), e);
            }
        }
        String said = String.valueOf(e.getMessage());
        int alert = said.indexOf(ALERT);
        if (!(e instanceof SSLException) || alert < 0) {
            return e;
        }
        String name = said.substring(alert + ALERT.length());
        if (!ABOUT_CERTIFICATES.contains(name) || !keys.isAsked()) {
            return e;
        }
        return new TlsException(
                isMissing()
                        ? missing(name)
                        : "tls: the server does not take the client certificate "
                                + shown
                                + ": "
                                + name,
                e);
    }

    /**
     * The end of a session before the server said anything, in words for people: a reset may come
     * instead of the alert.
     */
    IOException explainedAtOnce(IOException e) {
        IOException explained = explained(e);
        return explained == e && isMissing()
                ? new TlsException(missing(Plain.text(String.valueOf(e.getMessage()))), e)
                : explained;
    }

    /** The server asked for a certificate and got none. */
    private boolean isMissing() {
        return keys.isAsked() && !keys.isGiven();
    }

    private String missing(String why) {
        return "tls: the server wants a client certificate, "
                + (shown.isEmpty()
                        ? "none is configured"
                        : "and names issuers that are not those of " + shown)
                + ": "
                + why;
    }
}
