package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A rotated file that was compressed (gzip, RFC 1952) before it was read to its end. It stays
 * readable when it is renamed or deleted.
 *
 * <p>Thread-safe.
 */
final class GzipContent implements Content {
    private static final int BUFFER_BYTES = 64 << 10;

    private static final int RECENT_BYTES_MAX = 8 << 20;

    private final FileChannel channel;
    private final byte[] head;
    private final long size;

    @GuardedBy("this")
    private InputStream in;

    @GuardedBy("this")
    private long position;

    /** What was read last, up to {@code position}: a reader comes back for the rest of a line. */
    @GuardedBy("this")
    private byte[] recent = {};

    @GuardedBy("this")
    private int recentLength;

    @GuardedBy("this")
    private int recentBytes = 2 * BUFFER_BYTES;

    private GzipContent(FileChannel channel) throws IOException {
        this.channel = channel;
        InputStream all = stream(channel);
        this.head = all.readNBytes(Fingerprint.BYTES_MAX);
        this.size = head.length + rest(all);
        this.in = stream(channel);
    }

    private static long rest(InputStream in) throws IOException {
        long rest = 0;
        byte[] bytes = new byte[BUFFER_BYTES];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            rest += count;
        }
        return rest;
    }

    /** Whether it begins so; all else of it stays compressed. */
    static boolean begins(Path path, Fingerprint fingerprint) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return fingerprint.isOf(stream(channel).readNBytes(Fingerprint.BYTES_MAX));
        }
    }

    /**
     * Opens it, and reads it once to learn its size.
     *
     * @throws IOException also when it is not, or not yet wholly, compressed
     */
    static GzipContent open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new GzipContent(channel);
        } catch (IOException e) {
            try (channel) {
                throw e;
            }
        }
    }

    private static InputStream stream(FileChannel channel) throws IOException {
        channel.position(0);
        InputStream bytes = Channels.newInputStream(channel);
        return new GZIPInputStream(new BufferedInputStream(bytes, BUFFER_BYTES), BUFFER_BYTES);
    }

    @Override
    public synchronized int read(ByteBuffer into, long offset) throws IOException {
        if (offset + into.remaining() <= head.length) {
            // Fingerprints are looked at all the time; the stream cannot go back.
            int count = into.remaining();
            into.put(head, (int) offset, count);
            return count;
        }
        if (offset >= size) {
            return 0;
        }
        long recentStart = position - recentLength;
        if (offset < position && offset >= recentStart) {
            int at = (int) (offset - recentStart);
            int count = Math.min(into.remaining(), recentLength - at);
            into.put(recent, at, count);
            return count;
        }
        if (offset < position) {
            in = stream(channel);
            position = 0;
            recentLength = 0;
            // All of it is inflated again: that must not be so for each line.
            recentBytes = Math.min(2 * recentBytes, RECENT_BYTES_MAX);
        }
        int passed = 1;
        while (position < offset && passed > 0) {
            passed = inflate(offset - position);
        }
        int count = position < offset ? 0 : inflate(into.remaining());
        into.put(recent, recentLength - count, count);
        return count;
    }

    /** Reads on, and remembers it; answers how many bytes, 0 at the end. */
    @GuardedBy("this")
    private int inflate(long most) throws IOException {
        if (recent.length < recentBytes) {
            recent = Arrays.copyOf(recent, recentBytes);
        }
        int wanted = (int) Math.min(most, BUFFER_BYTES);
        if (recentLength + wanted > recent.length) {
            int kept = recent.length / 2;
            System.arraycopy(recent, recentLength - kept, recent, 0, kept);
            recentLength = kept;
        }
        int count = Math.max(0, in.read(recent, recentLength, wanted));
        recentLength += count;
        position += count;
        return count;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
