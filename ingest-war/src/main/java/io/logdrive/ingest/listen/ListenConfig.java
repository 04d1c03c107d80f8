package io.logdrive.ingest.listen;

import io.logdrive.payara.ConfigurationReader;
import java.net.InetSocketAddress;

/**
 * Where ingest listens, and its bounds.
 *
 * <p>Immutable.
 *
 * @param address where lines and Forward messages come in
 * @param threads event loop threads
 * @param connectionsMax connections at once; one more is refused
 * @param lineBytesMax bytes of a line; a longer one is cut there
 * @param chunkLinesMax lines of a chunk
 * @param unconfirmedBytesMax bytes of one connection that may wait to be on disk
 * @param unconfirmedBytesTotalMax bytes of all connections that may wait to be on disk
 * @param unfinishedBytesMax memory of all connections for lines and frames that are not complete
 */
public record ListenConfig(
        InetSocketAddress address,
        int threads,
        int connectionsMax,
        int lineBytesMax,
        int chunkLinesMax,
        long unconfirmedBytesMax,
        long unconfirmedBytesTotalMax,
        long unfinishedBytesMax) {

    /** A chunk is also cut at this many bytes, lest a few long lines make a huge message. */
    static final int CHUNK_BYTES_MAX = 1 << 20;

    /** Reads {@code logdrive.ingest.listen.…}; {@code chunkLinesMax} is a batch's record limit. */
    public static ListenConfig read(
            ConfigurationReader reader, int chunkLinesMax, long queueBytesMax) {
        return new ListenConfig(
                reader.address("listen.address", "127.0.0.1:5170"),
                reader.integer("listen.threads", 2, 1, 64),
                reader.integer("listen.connections-max", 12_000, 1, 1_000_000),
                (int) reader.bytes("listen.line-bytes-max", 1 << 20, 1 << 10, 1 << 20),
                chunkLinesMax,
                reader.bytes("listen.unconfirmed-bytes-max", 1 << 20, 1 << 16, 1 << 30),
                // The queue refuses at its bound, so reading stops at half of it.
                queueBytesMax / 2,
                reader.bytes("listen.unfinished-bytes-max", 64 << 20, 16 << 20, 1L << 40));
    }
}
