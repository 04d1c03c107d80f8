package io.logdrive.agent.tail;

/**
 * Says which lines are one event. What it says depends on nothing but the lines from the event's
 * first on.
 *
 * <p>Confined to the thread that reads.
 */
interface LineJoin {
    /** An event begins with the line {@code bytes[start..newline)}. */
    void begin(byte[] bytes, int start, int newline);

    /** Whether the line belongs to the event; each line behind the first is asked for in turn. */
    boolean takes(byte[] bytes, int start, int newline);

    /** Whether the event is over, whatever follows. */
    boolean isFull();

    /** By how many bytes the event's lines may grow when they leave. */
    int growthBytes();
}
