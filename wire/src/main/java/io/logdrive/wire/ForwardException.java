package io.logdrive.wire;

/** Bytes that break the Forward protocol or exceed a bound; the connection must be closed. */
public final class ForwardException extends RuntimeException {
    /** {@code message} says {@code what: expected …, found …}. */
    public ForwardException(String message) {
        super(message);
    }

    /** As above, with the decoder's own exception. */
    public ForwardException(String message, Throwable cause) {
        super(message, cause);
    }
}
