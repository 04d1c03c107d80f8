package io.logdrive.ingest.queue;

import org.jspecify.annotations.Nullable;

/** The broker cannot be reached, started or used at the moment. */
public final class QueueUnavailableException extends RuntimeException {
    /** {@code message} says what could not be done. */
    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** As above, when there is no further cause. */
    public QueueUnavailableException(String message) {
        super(message);
    }
}
