package io.logdrive.destination.store;

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

        /** Whether a time lies within. */
        public boolean contains(long micros) {
            return (startMicros == null || micros >= startMicros) && micros < endMicros;
        }
    }
}
