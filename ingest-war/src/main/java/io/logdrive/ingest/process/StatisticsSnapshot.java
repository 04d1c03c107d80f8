package io.logdrive.ingest.process;

import java.time.Instant;
import java.util.List;

/**
 * What was counted until one moment.
 *
 * <p>Immutable.
 *
 * @param since since when
 * @param lines that were processed; those that their agent filtered are not among them
 * @param unparsed that no format fitted
 * @param timeAssumed that had no usable time of their own
 * @param filtered that a rule dropped
 * @param filteredBySender that their agent dropped
 * @param redacted in which something was replaced
 * @param levels of all levels and {@code none}
 * @param tags by name
 * @param services by name
 * @param rules how many records each rule was for, by name
 * @param origins by origin
 */
public record StatisticsSnapshot(
        Instant since,
        Figure lines,
        Figure unparsed,
        Figure timeAssumed,
        Figure filtered,
        Figure filteredBySender,
        Figure redacted,
        List<Named> levels,
        Names tags,
        Names services,
        Names rules,
        Origins origins) {

    /** In total and per second. Immutable. */
    public record Figure(long total, double perSecond) {}

    /** The same of a name. Immutable. */
    public record Named(String name, long total, double perSecond) {}

    /**
     * Of several names.
     *
     * <p>Immutable.
     *
     * @param top the largest
     * @param otherNames how many more there are
     * @param otherTotal their total
     * @param forgottenNames how many are no more known by name
     * @param forgottenTotal their total
     */
    public record Names(
            List<Named> top,
            int otherNames,
            long otherTotal,
            long forgottenNames,
            long forgottenTotal) {}

    /** As {@link Named}, of an origin. Immutable. */
    public record OfOrigin(
            String origin,
            String listener,
            String name,
            String peer,
            long total,
            double perSecond,
            long unparsed,
            long filtered) {}

    /** As {@link Names}, of origins. Immutable. */
    public record Origins(
            List<OfOrigin> top,
            int otherOrigins,
            long otherTotal,
            long forgottenOrigins,
            long forgottenTotal) {}
}
