package io.logdrive.wire;

import org.jspecify.annotations.Nullable;

/** What sort of stream an origin is. Immutable. */
public enum OriginKind {
    /** A TCP connection on which plain lines came. */
    LINES("lines"),
    /** A connection on which Forward messages without a chunk name came. */
    FORWARD("forward"),
    /** One Forward chunk named by its foreign sender; its own origin, so that a resend is known. */
    FORWARD_CHUNK("forward-chunk"),
    /** What an acknowledged agent sends as one stream, over all its connections and restarts. */
    AGENT("agent"),
    /** A TCP connection on which syslog came (RFC 6587). */
    SYSLOG("syslog"),
    /** What one address sends as syslog over UDP (RFC 5426), until it has been silent for long. */
    SYSLOG_UDP("syslog-udp");

    private final String word;

    OriginKind(String word) {
        this.word = word;
    }

    /** The word on the wire, in the table {@code origin} and in the API. */
    public String word() {
        return word;
    }

    /** Whether its sender may send the same sequences again: when an acknowledgement was lost. */
    public boolean isSentAgain() {
        return this == FORWARD_CHUNK || this == AGENT;
    }

    /** The kind with that word, or null. */
    public static @Nullable OriginKind ofWord(String word) {
        for (OriginKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }
}
