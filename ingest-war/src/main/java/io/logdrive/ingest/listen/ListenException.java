package io.logdrive.ingest.listen;

/** The intake port cannot be bound. */
public final class ListenException extends RuntimeException {
    /** {@code message} names the key, what was expected and what was found. */
    public ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
