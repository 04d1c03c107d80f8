package io.logdrive.agent.send;

import java.time.Duration;

/**
 * How an acknowledged run treats its connections.
 *
 * @param windowChunks unacknowledged chunks of one connection at most, 1..{@value #WINDOW_MAX}
 * @param heartbeatAfter how long nothing may be sent before a heartbeat is
 * @param silenceMax how long nothing may come before the connection is given up
 *     <p>Immutable.
 */
public record AckConfig(int windowChunks, Duration heartbeatAfter, Duration silenceMax) {
    public static final int WINDOW_MAX = 1_000;

    /** What the chunks of all connections may take. */
    public static final long WINDOWS_BYTES_MAX = 32L << 20;

    private static final int WINDOW_DEFAULT = 32;
    private static final int WINDOW_LEAST = 2;
    private static final int CHUNK_BYTES_MAX = 64 << 10;

    /** PROTOCOL.md, "Heartbeats". */
    private static final Duration HEARTBEAT_AFTER = Duration.ofSeconds(10);

    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** With the times that the protocol states. */
    public static AckConfig of(int windowChunks) {
        return new AckConfig(windowChunks, HEARTBEAT_AFTER, SILENCE_MAX);
    }

    /** A window for so many connections that all of them keep within the bound. */
    public static int windowDefault(int connections, int lineBytesMax) {
        long most = WINDOWS_BYTES_MAX / ((long) connections * chunkBytesLeast(lineBytesMax));
        return (int) Math.max(WINDOW_LEAST, Math.min(WINDOW_DEFAULT, most));
    }

    /** The room that a chunk of one line may need. */
    public static int chunkBytesLeast(int lineBytesMax) {
        return lineBytesMax + AcknowledgedConnection.CHUNK_BYTES_BESIDES;
    }

    /** A chunk's room: large where chunks are few, small where they are many. */
    int chunkBytes(int connections, int lineBytesMax) {
        long share = WINDOWS_BYTES_MAX / ((long) connections * windowChunks);
        return (int) Math.max(chunkBytesLeast(lineBytesMax), Math.min(CHUNK_BYTES_MAX, share));
    }
}
