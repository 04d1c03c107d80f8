package io.logdrive.agent.send;

/**
 * Counts how often in a row the server ended the session that brought it one chunk, and says when
 * that is worth telling: not for a server that is started again a few times, and not each time.
 *
 * <p>Confined to the thread {@code agent-send}.
 */
final class RefusedChunk {
    /** The first time. */
    static final int TIMES_MIN = 5;

    private String name = "";
    private int times;
    private int tellAt = TIMES_MIN;

    /** Once more; whether it is to be told. */
    boolean isToBeTold(OutgoingChunk chunk) {
        if (!chunk.name().equals(name)) {
            name = chunk.name();
            times = 0;
            tellAt = TIMES_MIN;
        }
        times++;
        if (times < tellAt) {
            return false;
        }
        tellAt = (int) Math.min(Integer.MAX_VALUE, 2L * tellAt);
        return true;
    }

    /** How often by now. */
    int times() {
        return times;
    }
}
