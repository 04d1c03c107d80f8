package io.logdrive.agent.send;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the way to the server is at a moment, and what went over it since the start.
 *
 * @param link what it does
 * @param server of the session or of the attempt; null: of neither
 * @param connectedSince when the session began; null: there is none
 * @param chunksSent each time that one was
 * @param bytesSent of these
 * @param chunksResent those of them that had been sent before
 * @param chunksAcknowledged once each
 * @param bytesAcknowledged of these
 * @param chunksUnacknowledged whether sent or not
 * @param bytesUnacknowledged of these
 * @param reconnects sessions but the first
 * @param lastFailure why an attempt failed or a session was lost; null: none was
 * @param lastFailureAt when
 *     <p>Immutable.
 */
public record UplinkState(
        Link link,
        @Nullable Server server,
        @Nullable Instant connectedSince,
        long chunksSent,
        long bytesSent,
        long chunksResent,
        long chunksAcknowledged,
        long bytesAcknowledged,
        int chunksUnacknowledged,
        long bytesUnacknowledged,
        long reconnects,
        @Nullable String lastFailure,
        @Nullable Instant lastFailureAt) {
    /** What the way to the server does. Immutable. */
    public enum Link {
        /** It tries to reach a server, or shakes hands with it. */
        CONNECTING("connecting"),
        /** A session is open. */
        CONNECTED("connected"),
        /** It waits before it tries again. */
        WAITING("waiting"),
        /** It was closed, or has not begun. */
        CLOSED("closed");

        private final String word;

        Link(String word) {
            this.word = word;
        }

        /** As people and programs read it. */
        public String word() {
            return word;
        }
    }
}
