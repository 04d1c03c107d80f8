package io.logdrive.destination.receive;

/** Why a connection ended. Immutable. */
enum CloseReason {
    /** The peer closed it. */
    PEER("peer"),
    /** The connection broke: a reset, a time-out of TCP. */
    BROKEN("broken"),
    /** What came is not the Forward protocol, or over a bound of one frame. */
    GARBAGE("garbage"),
    /** The peer does not prove to be one from whom we take batches. */
    REFUSED("refused"),
    /** A peer that sends heartbeats has been silent for too long. */
    IDLE("idle"),
    /** A frame has been arriving for too long. */
    STALLED("stalled"),
    /** Too many connections. */
    CONNECTIONS("connections"),
    /** Too many bytes of unfinished frames. */
    MEMORY("memory"),
    /** A defect of ours. */
    FAILED("failed"),
    /** The receiver stops. */
    STOPPING("stopping");

    private final String word;

    CloseReason(String word) {
        this.word = word;
    }

    /** The word in the log and the metric. */
    String word() {
        return word;
    }
}
