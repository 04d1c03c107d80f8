package io.logdrive.ingest.listen;

/** An agent sends for an origin that belongs to another certificate. */
final class OtherIdentityException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherIdentityException(String message) {
        super(message);
    }
}
