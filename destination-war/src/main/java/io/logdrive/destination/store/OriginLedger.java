package io.logdrive.destination.store;

import java.util.List;
import java.util.UUID;

/**
 * What became of the sequences of one origin.
 *
 * <p>Immutable.
 *
 * @param id names the origin
 * @param kind what sort of stream it is, a word of {@link io.logdrive.wire.OriginKind}
 * @param peer the sender's socket address, or empty
 * @param host the sender's host name, or empty
 * @param name a name for people, or empty
 * @param firstSeenMicros when its first batch was stored, microseconds since the epoch
 * @param lastSeenMicros when its last batch was stored, microseconds since the epoch
 * @param sums how many had which outcome
 * @param gaps which are missing; the first ones when there are very many
 */
public record OriginLedger(
        UUID id,
        String kind,
        String peer,
        String host,
        String name,
        long firstSeenMicros,
        long lastSeenMicros,
        Sums sums,
        List<Gap> gaps) {

    /**
     * Sums of sequences.
     *
     * <p>Immutable.
     *
     * @param received up to the highest sequence seen: lines that the origin is known to have
     * @param stored rows of {@code message}
     * @param filtered dropped by a rule
     * @param dead kept as dead letters
     * @param gaps runs of sequences that are not here
     */
    public record Sums(long received, long stored, long filtered, long dead, long gaps) {
        /** Lines in the gaps: still in a queue, or lost. */
        public long missing() {
            return received - stored - filtered - dead;
        }
    }

    /** Sequences that are missing, both included. Immutable. */
    public record Gap(long first, long last) {}

    /** The sums over all origins. Immutable. */
    public record Total(long origins, Sums sums) {}
}
