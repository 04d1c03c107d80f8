package io.logdrive.agent.send;

import io.logdrive.wire.ForwardCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final UplinkConfig config;
    private final Server server;
    private final Outbox outbox;

    /** Beneath TLS, where there is any: its close waits for nothing. */
    private final Socket socket = new Socket();

    private final AtomicReference<@Nullable IOException> end = new AtomicReference<>();
    private @Nullable TlsLink tls;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private volatile boolean closed;
    private volatile boolean endedByServer;

    UplinkSession(UplinkConfig config, Server server, Outbox outbox) {
        this.config = config;
        this.server = server;
        this.outbox = outbox;
    }

    /**
     * Connects, and shakes hands as the configuration has it.
     *
     * @param dialer null: without TLS
     * @throws IOException when that fails
     */
    void connect(@Nullable TlsDialer dialer) throws IOException {
        long began = System.nanoTime();
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new IOException("host " + server.host() + " does not resolve");
        }
        int connectMillis = (int) config.connectMax().toMillis();
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(address, connectMillis);
        if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            // TCP lets a port connect to itself when nobody listens there.
            throw new IOException("Connection refused");
        }
        socket.setSoTimeout((int) config.silenceMax().toMillis());
        if (dialer == null && config.sharedKey() == null) {
            talkOver(socket);
            return;
        }
        Duration left = config.connectMax().minusNanos(System.nanoTime() - began);
        try (Deadline deadline = new Deadline(left, socket)) {
            shakeHands(dialer, deadline);
        }
    }

    private void talkOver(Socket talking) throws IOException {
        in = new BufferedInputStream(talking.getInputStream(), ANSWER_BYTES);
        out = new BufferedOutputStream(talking.getOutputStream(), BUFFER_BYTES);
    }

    private void shakeHands(@Nullable TlsDialer dialer, Deadline deadline) throws IOException {
        Socket talking = socket;
        if (dialer != null) {
            TlsLink link = dialer.over(socket, server);
            tls = link;
            try {
                link.socket().startHandshake();
            } catch (IOException e) {
                throw deadline.isOver() ? late("tls: no handshake", "TLS", e) : failed(link, e);
            }
            talking = link.socket();
        }
        talkOver(talking);
        SharedKeyConfig key = config.sharedKey();
        if (key != null) {
            SharedKeyHandshake handshake = new SharedKeyHandshake(key, in, out);
            try {
                handshake.run();
            } catch (IOException e) {
                if (deadline.isOver()) {
                    throw late("shared key: no " + handshake.expected(), "the shared key", e);
                }
                throw explained(e, true);
            }
        }
    }

    private IOException failed(TlsLink link, IOException e) {
        return closed ? e : link.handshakeFailure(e);
    }

    private IOException late(String what, String spoken, IOException e) {
        return new IOException(
                what
                        + " within "
                        + config.connectMax().toMillis()
                        + " ms; does the server speak "
                        + spoken
                        + "?",
                e);
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
            closeInOrder();
        } catch (IOException e) {
            // What the server said last is the cause, the failed write only its consequence.
            receiver.join(LAST_WORDS_MILLIS);
            IOException seen = end.get();
            throw seen == null ? e : seen;
        } finally {
            close();
            receiver.join();
        }
    }

    private void send() throws IOException, InterruptedException {
        long beat = config.heartbeatAfter().toNanos();
        while (!outbox.isClosed() || outbox.unacknowledged() > 0) {
            OutgoingChunk next = outbox.next(beat);
            if (outbox.isLost()) {
                IOException seen = end.get();
                throw seen == null ? new IOException("closed by the server") : seen;
            }
            if (next != null) {
                out.write(next.frame(), 0, next.length());
                if (!outbox.hasNext()) {
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
        boolean silent = true;
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                silent = false;
                answers.read(ByteBuffer.wrap(bytes, 0, count), outbox::acknowledged);
            }
            endedByServer = !closed;
            end.compareAndSet(null, explained(new IOException("closed by the server"), silent));
        } catch (SocketTimeoutException e) {
            end.compareAndSet(
                    null,
                    new IOException(
                            "no answer within " + config.silenceMax().toSeconds() + " s", e));
        } catch (IOException e) {
            endedByServer = !closed && e instanceof SocketException;
            end.compareAndSet(null, explained(e, silent));
        } finally {
            outbox.lost();
            // A writer that waits for a server that takes nothing any more is woken by this.
            close();
        }
    }

    private IOException explained(IOException e, boolean silent) {
        TlsLink link = tls;
        if (link == null) {
            return e;
        }
        return silent ? link.explainedAtOnce(e) : link.explained(e);
    }

    /** Whether the server closed or reset it, rather than was silent or said what is wrong. */
    boolean isEndedByServer() {
        return endedByServer;
    }

    /** Says goodbye where TLS wants that. */
    private void closeInOrder() throws IOException {
        TlsLink link = tls;
        if (link != null) {
            link.socket().close();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // It is over either way.
            return;
        }
    }
}
