package io.logdrive.destination.receive;

/** A connection must be closed for a reason other than its bytes. */
final class CloseException extends RuntimeException {
    private final CloseReason reason;

    CloseException(CloseReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
