package io.logdrive.benchmarks;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.FrameScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server of the acknowledged wire that checks each chunk's checksum, acknowledges it at once and
 * forgets it: for what the agent alone can do. It ends with its socket.
 *
 * <p>Thread-safe.
 */
final class AckSink implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final ForwardLimits LIMITS = ForwardLimits.defaults();

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Watcher watcher;
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong firstNanos = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final AtomicReference<@Nullable Exception> fault = new AtomicReference<>();

    /** Is told of each chunk when it is acknowledged. Called by one thread at a time. */
    interface Watcher {
        /**
         * A chunk's lines are.
         *
         * @param file what the agent calls the chunk's origin
         */
        void acknowledged(String file, long first, int lines, long nanos);
    }

    AckSink(Watcher watcher) throws IOException {
        this.watcher = watcher;
        Thread acceptor = new Thread(this::accept, "sink-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many are acknowledged. */
    long lines() {
        Exception found = fault.get();
        if (found != null) {
            throw new BenchmarkException("sink: expected chunks, found " + found);
        }
        return lines.get();
    }

    /** When the first chunk had come. */
    long firstNanos() {
        return firstNanos.get();
    }

    /** When the last one was acknowledged. */
    long lastNanos() {
        return lastNanos.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread reader = new Thread(() -> serve(socket), "sink");
                reader.setDaemon(true);
                reader.start();
            } catch (IOException e) {
                // It is closed.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            read(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The agent left.
            return;
        } catch (RuntimeException e) {
            fault.set(e);
        }
    }

    private void read(InputStream in, OutputStream out) throws IOException {
        FrameScanner scanner = new FrameScanner(LIMITS);
        byte[] bytes = new byte[BUFFER_BYTES];
        int start = 0;
        int scanned = 0;
        int end = 0;
        while (true) {
            if (end == bytes.length) {
                // Behind the last whole frame; a frame longer than all of it needs more.
                byte[] to = start == 0 ? new byte[2 * bytes.length] : bytes;
                System.arraycopy(bytes, start, to, 0, end - start);
                scanned -= start;
                end -= start;
                start = 0;
                bytes = to;
            }
            int count = in.read(bytes, end, bytes.length - end);
            if (count < 0) {
                return;
            }
            end += count;
            while (scanned < end) {
                ByteBuffer next = ByteBuffer.wrap(bytes, scanned, end - scanned);
                boolean complete = scanner.scan(next);
                scanned = next.position();
                if (complete) {
                    take(Arrays.copyOfRange(bytes, start, scanned), out);
                    start = scanned;
                }
            }
        }
    }

    private void take(byte[] frame, OutputStream out) throws IOException {
        ForwardMessage message = new ForwardCodec(LIMITS).decode(frame, 0, frame.length);
        if (!(message instanceof ForwardMessage.Events events)) {
            out.write(ForwardCodec.encodeHeartbeat());
            return;
        }
        String chunk = Objects.requireNonNull(events.chunk());
        ChunkName.Sequence name = Objects.requireNonNull(ChunkName.parse(chunk));
        firstNanos.compareAndSet(0, System.nanoTime());
        out.write(ForwardCodec.encodeAck(chunk));
        long now = System.nanoTime();
        int count = events.entries().count();
        watcher.acknowledged(events.origins().get(0).name(), name.first(), count, now);
        lastNanos.set(now);
        lines.addAndGet(count);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
