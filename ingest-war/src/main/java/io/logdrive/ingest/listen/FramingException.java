package io.logdrive.ingest.listen;

/** The bytes of a connection cannot be cut into messages any more. */
final class FramingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FramingException(String message) {
        super(message);
    }
}
