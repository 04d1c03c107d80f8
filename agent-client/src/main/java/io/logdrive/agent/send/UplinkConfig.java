package io.logdrive.agent.send;

import java.time.Duration;
import java.util.List;

/**
 * Where chunks go and how much may be on its way.
 *
 * @param servers one or more; the next is tried when one cannot be reached or is lost
 * @param bytesMax of unacknowledged chunks together; one chunk is always allowed
 * @param heartbeatAfter how long nothing may be sent before a heartbeat is
 * @param silenceMax how long nothing may come before the connection is given up
 * @param connectMax how long an attempt to connect may take
 *     <p>Immutable.
 */
public record UplinkConfig(
        List<Server> servers,
        long bytesMax,
        Duration heartbeatAfter,
        Duration silenceMax,
        Duration connectMax) {
    /** A quarter of a second at 100,000 lines/s, so that a small file need not wait for long. */
    public static final long BYTES_MAX_DEFAULT = 4L << 20;

    /** With the times that the protocol states (PROTOCOL.md, "Heartbeats"). */
    public static UplinkConfig of(List<Server> servers) {
        return new UplinkConfig(
                List.copyOf(servers),
                BYTES_MAX_DEFAULT,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                SendConfig.CONNECT_MAX);
    }
}
