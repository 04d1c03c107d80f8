package io.logdrive.consumer;

import java.util.UUID;

/**
 * Says that one record can never be taken, whatever is tried. The chunk that holds it becomes a
 * dead letter, whole, and the others go on.
 *
 * <p>Thread-safe.
 */
public final class RejectedRecordException extends Exception {
    private final UUID origin;
    private final long sequence;

    /**
     * @param origin the id of its origin
     * @param reason why, without what the record says
     */
    public RejectedRecordException(UUID origin, long sequence, String reason, Exception cause) {
        super(reason, cause);
        this.origin = origin;
        this.sequence = sequence;
    }

    /** The id of its origin. */
    public UUID origin() {
        return origin;
    }

    /** Its number within its origin. */
    public long sequence() {
        return sequence;
    }
}
