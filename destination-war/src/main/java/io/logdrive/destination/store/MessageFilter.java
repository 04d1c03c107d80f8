package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which messages: those for which every part holds.
 *
 * <p>Immutable.
 *
 * @param clock which time the range is about
 * @param range the range of that time
 * @param levels any of these; empty for all
 * @param levelMin at least this, or null
 * @param services by service; empty for all
 * @param hosts by host; empty for all
 * @param origins by origin; empty for all
 * @param text a part of the message in any case, or null
 */
public record MessageFilter(
        ClockColumn clock,
        Range range,
        Set<Level> levels,
        @Nullable Level levelMin,
        List<Match> services,
        List<Match> hosts,
        List<OriginMatch> origins,
        @Nullable String text) {

    /** Which of the two clocks of a message. Immutable. */
    public enum ClockColumn {
        EVENT(MessageColumn.TIME),
        RECEIVED(MessageColumn.RECEIVED);

        private final MessageColumn column;

        ClockColumn(MessageColumn column) {
            this.column = column;
        }

        MessageColumn column() {
            return column;
        }
    }

    /**
     * Microseconds since the epoch, start inclusive, end exclusive.
     *
     * <p>Immutable.
     *
     * @param startMicros null for no lower bound
     */
    public record Range(@Nullable Long startMicros, long endMicros) {}

    /**
     * A text that a column equals or starts with. Among the matches of one column those that are
     * not negated are alternatives; each negated one excludes.
     *
     * <p>Immutable.
     */
    public record Match(String text, boolean prefix, boolean negated) {}

    /** As {@link Match}, for an origin. Immutable. */
    public record OriginMatch(UUID id, boolean negated) {}
}
