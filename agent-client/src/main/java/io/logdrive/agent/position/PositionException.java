package io.logdrive.agent.position;

import java.io.Serial;

/** A position that cannot be gone on from; the message says what to do. Immutable. */
public final class PositionException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    PositionException(String message) {
        super(message);
    }

    /** Says what is wrong, and why. */
    public PositionException(String message, Throwable cause) {
        super(message, cause);
    }
}
