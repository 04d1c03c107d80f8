package io.logdrive.destination.receive;

/** The receiver cannot start. */
public final class ReceiveException extends RuntimeException {
    /** {@code message} says what and why. */
    public ReceiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
