package io.logdrive.agent.tail;

/**
 * Says where events end. What it says of a stretch that begins with an event depends on nothing but
 * the stretch, so that the same bytes are cut the same way after a restart.
 *
 * <p>Confined to the thread that reads.
 */
interface EventCutter {
    /**
     * Cuts {@code bytes} from 0 up to {@code to}.
     *
     * @param skipping whether they begin with the rest of a line that was cut
     * @param ends whether an event ends at {@code to} in any case
     * @param cuts what was found
     */
    void cut(byte[] bytes, int to, boolean skipping, boolean ends, Cuts cuts);

    /** Bytes that are enough to find the end of any event. */
    int bytesEnough();
}
