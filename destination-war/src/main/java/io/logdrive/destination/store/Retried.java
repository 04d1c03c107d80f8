package io.logdrive.destination.store;

/**
 * What became of a dead letter that was tried again.
 *
 * <p>Immutable.
 *
 * @param why the reason when it was refused, else empty
 */
public record Retried(Outcome outcome, String why) {
    /** How it ended. Immutable. */
    public enum Outcome {
        /** It is a message now, and no dead letter any more. */
        STORED,
        /** The database, or our decoder, refuses it still. */
        REFUSED,
        /** There is no such dead letter. */
        UNKNOWN
    }
}
