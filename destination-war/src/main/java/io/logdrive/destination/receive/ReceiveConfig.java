package io.logdrive.destination.receive;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.PortProtection;
import io.logdrive.wire.ForwardLimits;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Settings of the receiver.
 *
 * <p>Immutable.
 *
 * @param address where it listens
 * @param threads event loops
 * @param connectionsMax connections at the same time; further ones are closed at once
 * @param limits of one frame
 * @param bufferBytesMax bytes of unfinished frames, all connections together
 * @param idleMax how long a peer that sends heartbeats may be silent
 * @param frameAgeMax how long one frame may take to arrive
 * @param protection what is asked of who connects
 */
public record ReceiveConfig(
        InetSocketAddress address,
        int threads,
        int connectionsMax,
        ForwardLimits limits,
        long bufferBytesMax,
        Duration idleMax,
        Duration frameAgeMax,
        PortProtection protection) {
    private static final String ADDRESS = "127.0.0.1:9090";
    private static final int THREADS = 2;
    private static final int CONNECTIONS_MAX = 1_000;
    private static final long FRAME_BYTES_MAX = 16L << 20;
    private static final long INFLATED_BYTES_MAX = 32L << 20;
    private static final int ENTRIES_MAX = 200_000;
    private static final int DEPTH_MAX = 32;
    private static final long BUFFER_BYTES_MAX = 64L << 20;
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);
    private static final Duration FRAME_AGE_MAX = Duration.ofSeconds(60);

    /** Reads the receiver's keys; problems stay with the reader. */
    public static ReceiveConfig from(ConfigurationReader reader) {
        InetSocketAddress address = reader.address("receive.address", ADDRESS);
        int threads = reader.integer("receive.threads", THREADS, 1, 64);
        int connectionsMax =
                reader.integer("receive.connections-max", CONNECTIONS_MAX, 1, 1_000_000);
        long frame = reader.bytes("receive.frame-bytes-max", FRAME_BYTES_MAX, 1 << 10, 1 << 30);
        long inflated =
                reader.bytes("receive.inflated-bytes-max", INFLATED_BYTES_MAX, 1 << 10, 1 << 30);
        long buffer =
                reader.bytes("receive.buffer-bytes-max", BUFFER_BYTES_MAX, 1 << 10, 64L << 30);
        if (buffer < frame) {
            reader.refuse(
                    "receive.buffer-bytes-max",
                    "at least receive.frame-bytes-max, " + frame,
                    Long.toString(buffer));
        }
        return new ReceiveConfig(
                address,
                threads,
                connectionsMax,
                new ForwardLimits((int) frame, (int) inflated, ENTRIES_MAX, DEPTH_MAX),
                buffer,
                reader.duration("receive.idle-max", IDLE_MAX, Duration.ofMillis(100), days(1)),
                reader.duration(
                        "receive.frame-age-max", FRAME_AGE_MAX, Duration.ofMillis(100), days(1)),
                PortProtection.read(reader, "receive", address));
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }
}
