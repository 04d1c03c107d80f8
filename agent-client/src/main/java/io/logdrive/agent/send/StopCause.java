package io.logdrive.agent.send;

/**
 * Why a run ended.
 *
 * <p>Immutable.
 */
public enum StopCause {
    DURATION("duration"),
    LINES("lines"),
    SIGNAL("signal");

    private final String word;

    StopCause(String word) {
        this.word = word;
    }

    /** As the summary writes it. */
    public String word() {
        return word;
    }
}
