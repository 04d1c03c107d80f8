package io.logdrive.tls;

import org.jspecify.annotations.Nullable;

/** The files with which a port cannot speak TLS. */
public final class TlsUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TlsUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
