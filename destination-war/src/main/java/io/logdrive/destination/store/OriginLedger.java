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
 * @param closed whether nothing came for long and only its sums are kept; it then has no peer,
 *     host, name and first batch
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
        boolean closed,
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
        static final Sums NONE = new Sums(0, 0, 0, 0, 0);

        /** Lines in the gaps: still in a queue, or lost. */
        public long missing() {
            return received - stored - filtered - dead;
        }

        Sums plus(Sums other) {
            return new Sums(
                    received + other.received,
                    stored + other.stored,
                    filtered + other.filtered,
                    dead + other.dead,
                    gaps + other.gaps);
        }

        Sums minus(Sums other) {
            return new Sums(
                    received - other.received,
                    stored - other.stored,
                    filtered - other.filtered,
                    dead - other.dead,
                    gaps - other.gaps);
        }
    }

    /** Sequences that are missing, both included. Immutable. */
    public record Gap(long first, long last) {}

    /**
     * The sums over all origins. Immutable.
     *
     * @param origins those with a row of their own
     * @param closed those of which only the sums are kept
     * @param removed stored messages that retention has removed again
     */
    public record Total(long origins, long closed, Sums sums, long removed) {}

    /** The total and some origins, at one moment. Immutable. */
    public record Page(Total total, List<OriginLedger> origins) {}
}
