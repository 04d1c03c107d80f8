package io.logdrive.agent.tail;

import java.util.Arrays;

/**
 * The events found in a stretch of bytes, as indices into it, used again for each stretch.
 *
 * <p>Confined to the thread that reads.
 */
final class Cuts {
    private static final int FIRST_EVENTS = 256;

    /** Events of one chunk; a frame may have 50,000. */
    static final int EVENTS_MAX = 10_000;

    private int[] starts = new int[FIRST_EVENTS];
    private int[] ends = new int[FIRST_EVENTS];
    private boolean[] truncated = new boolean[FIRST_EVENTS];
    private int count;
    private int consumed;
    private int complete;
    private boolean skipping;
    private int limit = EVENTS_MAX;

    /** Takes no more events than that, 1 or more, nor than a chunk may have. */
    void limit(int most) {
        limit = Math.min(most, EVENTS_MAX);
    }

    void clear() {
        count = 0;
        consumed = 0;
        complete = 0;
        skipping = false;
    }

    /**
     * @param end exclusive, without the newline
     * @param next where the event after it begins
     */
    void add(int start, int end, int next, boolean cut) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            truncated = Arrays.copyOf(truncated, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        truncated[count] = cut;
        count++;
        consumed(next);
    }

    /** All before it is done with, events or not. */
    void consumed(int next) {
        consumed = next;
        complete = Math.max(complete, next);
    }

    /** The last newline that ends a line of an event that may go on. */
    void completeUpTo(int next) {
        complete = next;
    }

    void skipping(boolean on) {
        skipping = on;
    }

    /** Whether no more are taken: what follows is for the next turn. */
    boolean isFull() {
        return count == limit;
    }

    int count() {
        return count;
    }

    int start(int event) {
        return starts[event];
    }

    int end(int event) {
        return ends[event];
    }

    boolean isTruncated(int event) {
        return truncated[event];
    }

    /** Where the next event begins, or goes on being skipped. */
    int consumed() {
        return consumed;
    }

    /** Where the last whole line ends: an event that has waited long enough may end there. */
    int complete() {
        return complete;
    }

    /** Whether the bytes from {@link #consumed} on are the rest of a line that was cut. */
    boolean isSkipping() {
        return skipping;
    }
}
