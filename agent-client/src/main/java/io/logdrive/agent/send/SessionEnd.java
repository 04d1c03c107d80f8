package io.logdrive.agent.send;

/**
 * How one TCP connection ended.
 *
 * <p>Immutable.
 */
public enum SessionEnd {
    /** We half-closed, then the server closed in order; or it acknowledged every line. */
    CONFIRMED("confirmed"),
    /** Reset, or any other error of the connection. */
    RESET("reset"),
    /** The server closed before we did. */
    CLOSED("closed"),
    /** The server took longer than we were willing to wait. */
    TIMED_OUT("timed-out"),
    /** The server gave no sign of life for too long. */
    SILENT("silent");

    private final String word;

    SessionEnd(String word) {
        this.word = word;
    }

    /** As the summary writes it. */
    public String word() {
        return word;
    }
}
