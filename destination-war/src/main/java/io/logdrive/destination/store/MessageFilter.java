package io.logdrive.destination.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which messages: those of a range of time for which a condition holds.
 *
 * <p>Immutable.
 *
 * @param clock which time the range is about
 * @param range the range of that time
 * @param condition what else must hold
 */
public record MessageFilter(ClockColumn clock, Range range, Condition condition) {

    /** What must hold besides. */
    public MessageFilter and(Condition more) {
        if (more.equals(Condition.EVERYTHING)) {
            return this;
        }
        return new MessageFilter(
                clock,
                range,
                condition.equals(Condition.EVERYTHING)
                        ? more
                        : new Condition.All(List.of(more, condition)));
    }

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

        /** That time of a message. */
        public long micros(StoredMessage message) {
            return this == EVENT ? message.timeMicros() : message.receivedMicros();
        }
    }

    /**
     * Microseconds since the epoch, start inclusive, end exclusive.
     *
     * <p>Immutable.
     *
     * @param startMicros null for no lower bound
     */
    public record Range(@Nullable Long startMicros, long endMicros) {
        /** Whether every time lies within. */
        public boolean isEverything() {
            return startMicros == null && endMicros == Long.MAX_VALUE;
        }

        /** The start of a range that has one. */
        long start() {
            return Objects.requireNonNull(startMicros);
        }

        /** How long a range is that has a start; 0 when it ends before. */
        long micros() {
            return Math.max(0, endMicros - start());
        }

        /**
         * What of this lies within {@code bounds}, which has a start; it may end before it starts.
         */
        Range within(Range bounds) {
            long start = bounds.start();
            return new Range(
                    startMicros == null ? start : Long.valueOf(Math.max(start, startMicros)),
                    Math.min(endMicros, bounds.endMicros));
        }

        /** Whether a time lies within. */
        public boolean contains(long micros) {
            return (startMicros == null || micros >= startMicros) && micros < endMicros;
        }
    }
}
