package io.logdrive.agent.send;

import io.logdrive.wire.ForwardCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of an {@link Uplink}: one thread sends, another reads what the server says.
 *
 * <p>Confined to the thread {@code agent-send}, except {@link #close}, which is thread-safe.
 */
final class UplinkSession implements AutoCloseable {
    private static final byte[] HEARTBEAT = ForwardCodec.encodeHeartbeat();
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int ANSWER_BYTES = 4096;

    private final UplinkConfig config;
    private final Outbox outbox;
    private final Socket socket;
    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();

    private UplinkSession(UplinkConfig config, Outbox outbox, Socket socket) {
        this.config = config;
        this.outbox = outbox;
        this.socket = socket;
    }

    /**
     * Connects.
     *
     * @throws IOException when that fails
     */
    static UplinkSession open(UplinkConfig config, Server server, Outbox outbox)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new IOException("host " + server.host() + " does not resolve");
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout((int) config.silenceMax().toMillis());
            socket.connect(address, (int) config.connectMax().toMillis());
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                // TCP lets a port connect to itself when nobody listens there.
                throw new IOException("Connection refused");
            }
            return new UplinkSession(config, outbox, socket);
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }

    /**
     * Sends what there is until the outbox is closed and empty, or the session lost.
     *
     * @throws IOException when it is lost
     */
    void run() throws IOException, InterruptedException {
        Thread receiver = new Thread(this::receive, "agent-receive");
        receiver.setDaemon(true);
        receiver.start();
        try {
            send();
        } catch (IOException e) {
            // What the receiver saw first is the cause, the failed write only its consequence.
            IOException seen = end.get();
            throw seen == null ? e : seen;
        } finally {
            close();
            receiver.join();
        }
    }

    private void send() throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        long beat = config.heartbeatAfter().toNanos();
        while (!outbox.isClosed() || outbox.unacknowledged() > 0) {
            OutgoingChunk next = outbox.next(beat);
            if (outbox.isLost()) {
                IOException seen = end.get();
                throw seen == null ? new IOException("closed by the server") : seen;
            }
            if (next != null) {
                out.write(next.frame(), 0, next.length());
                if (!outbox.hasWaiting()) {
                    out.flush();
                }
                CrashPoint.SENT.pass();
            } else {
                // Also while the last acknowledgements are waited for.
                out.write(HEARTBEAT);
                out.flush();
            }
        }
    }

    private void receive() {
        Answers answers = new Answers();
        byte[] bytes = new byte[ANSWER_BYTES];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                answers.read(ByteBuffer.wrap(bytes, 0, count), outbox::acknowledged);
            }
            end.compareAndSet(null, new IOException("closed by the server"));
        } catch (SocketTimeoutException e) {
            end.compareAndSet(
                    null,
                    new IOException(
                            "no answer within " + config.silenceMax().toSeconds() + " s", e));
        } catch (IOException e) {
            end.compareAndSet(null, e);
        } finally {
            outbox.lost();
            // A writer that waits for a server that takes nothing any more is woken by this.
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is over either way.
            return;
        }
    }
}
