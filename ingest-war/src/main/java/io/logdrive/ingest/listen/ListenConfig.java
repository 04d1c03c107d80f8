package io.logdrive.ingest.listen;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.PortProtection;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where ingest listens, and its bounds.
 *
 * <p>Immutable.
 *
 * @param address where lines and Forward messages come in
 * @param threads event loop threads
 * @param connectionsMax connections at once; one more is refused
 * @param connectionsPerAddressMax connections at once from one address; one more is refused
 * @param lineBytesMax bytes of a line; a longer one is cut there
 * @param chunkLinesMax lines of a chunk
 * @param unconfirmedBytesMax bytes of one connection that may wait to be on disk
 * @param unconfirmedBytesTotalMax bytes of all connections that may wait to be on disk
 * @param unfinishedBytesMax memory of all connections for lines and frames that are not complete
 * @param idleTimeout how long a connection may be silent; zero: for ever
 * @param unfinishedTimeout how long a line or frame may stay unfinished; zero: for ever
 * @param syslogUdp where syslog comes in over UDP
 * @param protection what is asked of who connects
 */
public record ListenConfig(
        InetSocketAddress address,
        int threads,
        int connectionsMax,
        int connectionsPerAddressMax,
        int lineBytesMax,
        int chunkLinesMax,
        long unconfirmedBytesMax,
        long unconfirmedBytesTotalMax,
        long unfinishedBytesMax,
        Duration idleTimeout,
        Duration unfinishedTimeout,
        SyslogUdpConfig syslogUdp,
        PortProtection protection) {

    /** A chunk is also cut at this many bytes, lest a few long lines make a huge message. */
    static final int CHUNK_BYTES_MAX = 1 << 20;

    private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);
    private static final Duration TIMEOUT_MAX = Duration.ofDays(365);

    /** Reads {@code logdrive.ingest.listen.…}; the queue refuses at {@code queueBytesMax}. */
    public static ListenConfig read(ConfigurationReader reader, long queueBytesMax) {
        int connectionsMax = reader.integer("listen.connections-max", 12_000, 1, 1_000_000);
        InetSocketAddress address = reader.address("listen.address", "127.0.0.1:5170");
        return new ListenConfig(
                address,
                reader.integer("listen.threads", 2, 1, 64),
                connectionsMax,
                // Behind a proxy or on this machine all senders have one address.
                reader.integer("listen.connections-per-address-max", connectionsMax, 1, 1_000_000),
                (int) reader.bytes("listen.line-bytes-max", 1 << 20, 1 << 10, 1 << 20),
                reader.integer("listen.chunk-lines-max", 1_000, 1, 10_000),
                reader.bytes("listen.unconfirmed-bytes-max", 1 << 20, 1 << 16, 1 << 30),
                // The queue refuses at its bound, so reading stops at half of it.
                queueBytesMax / 2,
                reader.heapBytes("listen.unfinished-bytes-max", 64 << 20, 6, 16 << 20, 1L << 40),
                timeout(reader, "listen.idle-timeout"),
                timeout(reader, "listen.unfinished-timeout"),
                SyslogUdpConfig.read(reader),
                PortProtection.read(reader, "listen", address));
    }

    private static Duration timeout(ConfigurationReader reader, String key) {
        Duration timeout = reader.duration(key, Duration.ZERO, Duration.ZERO, TIMEOUT_MAX);
        if (!timeout.isZero() && timeout.compareTo(TIMEOUT_MIN) < 0) {
            reader.refuse(key, "PT0S for none, or at least " + TIMEOUT_MIN, timeout.toString());
        }
        return timeout;
    }
}
