package io.logdrive.agent.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One run.
 *
 * @param connections how many at once, 1..{@value #CONNECTIONS_MAX}
 * @param rate of all connections together
 * @param duration null: no limit
 * @param lines in all, {@link Long#MAX_VALUE}: no limit
 * @param confirmTimeout how long the server may take to close after the half-close; on the
 *     acknowledged wire, how long at the end no acknowledgement may come
 * @param ack how the acknowledged wire is spoken, null: the plain one is
 *     <p>Immutable.
 */
public record SendConfig(
        String host,
        int port,
        int connections,
        Load rate,
        @Nullable Duration duration,
        long lines,
        Duration confirmTimeout,
        @Nullable AckConfig ack) {
    public static final int CONNECTIONS_MAX = 10_000;

    /** How long an interrupted run waits for the confirmation at most. */
    public static final Duration INTERRUPTED_CONFIRM_MAX = Duration.ofSeconds(10);

    /** How long an attempt to connect may take. */
    static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private static final int BUFFER_BYTES_MAX = 64 * 1024;
    private static final int BUFFERS_BYTES_MAX = 16 * 1024 * 1024;
    private static final int THREADS_MAX = 4;
    private static final int SESSIONS_KEPT = 20_000;

    /** The end of the run after its start, or a time that never comes. */
    long durationNanos() {
        return duration == null ? Long.MAX_VALUE : duration.toNanos();
    }

    /** A buffer per connection: large where they are few, small where they are many. */
    int bufferBytes(int lineBytesMax) {
        return Math.max(lineBytesMax, Math.min(BUFFER_BYTES_MAX, BUFFERS_BYTES_MAX / connections));
    }

    /** One thread carries more than a server takes; more of them only where cores lie idle. */
    int threads(int processors) {
        return Math.min(connections, Math.max(1, Math.min(THREADS_MAX, processors / 2)));
    }

    /** How many of a connection's sessions the report names. */
    int sessionsKept() {
        return Math.max(2, SESSIONS_KEPT / connections);
    }
}
