package io.logdrive.agent.send;

import java.io.IOException;

/** Why no connection could be protected, in words for people. */
final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
