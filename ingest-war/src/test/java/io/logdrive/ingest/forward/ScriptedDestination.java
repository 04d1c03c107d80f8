package io.logdrive.ingest.forward;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.HandshakeCodec;
import io.logdrive.wire.ServerHandshake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A destination that does what the test tells it to: acknowledge, be silent, talk nonsense. */
public final class ScriptedDestination implements AutoCloseable {
    private static final Duration PORT_MAX = Duration.ofSeconds(20);

    private final ServerSocket listener;
    private final String sharedKey;

    @GuardedBy("this")
    private final List<List<byte[]>> framesByConnection = new ArrayList<>();

    @GuardedBy("this")
    private final List<Socket> sockets = new ArrayList<>();

    @GuardedBy("this")
    private boolean closed;

    private final AtomicInteger heartbeats = new AtomicInteger();

    volatile boolean acknowledges = true;
    volatile boolean answersHeartbeats = true;
    volatile boolean closesAtOnce;

    /** Takes frames in place of the list that is kept otherwise. */
    private volatile @Nullable Consumer<byte[]> sink;

    public ScriptedDestination(int port) throws IOException {
        this(new ServerSocket(), port, "");
    }

    /**
     * @param unbound makes sockets, inside TLS, say
     * @param sharedKey what clients must know; empty: nothing
     */
    ScriptedDestination(ServerSocket unbound, int port, String sharedKey) throws IOException {
        this.sharedKey = sharedKey;
        listener = unbound;
        listener.setReuseAddress(true);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        // A port of before may be a stranger's outgoing one for a moment, the client's own too.
        await().atMost(PORT_MAX)
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(
                        () -> {
                            listener.bind(address);
                            return true;
                        });
        start("test-destination", this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    synchronized int connections() {
        return framesByConnection.size();
    }

    /** The names of the batches that the connection with that number brought, in order. */
    synchronized List<String> names(int connection) {
        return framesByConnection.size() <= connection
                ? List.of()
                : framesByConnection.get(connection).stream()
                        .map(frame -> String.valueOf(Frames.events(frame).chunk()))
                        .toList();
    }

    /**
     * Keeps no frames from now on but hands them to {@code instead}, on each connection's thread.
     */
    public void handTo(Consumer<byte[]> instead) {
        sink = instead;
    }

    public void acknowledge(boolean willAcknowledge) {
        acknowledges = willAcknowledge;
    }

    /** The bodies of all records that came, in order of arrival per connection. */
    public synchronized List<String> bodies() {
        return framesByConnection.stream()
                .flatMap(List::stream)
                .flatMap(frame -> Frames.bodies(frame).stream())
                .toList();
    }

    /** Every frame with events that came, in order of arrival per connection. */
    public synchronized List<byte[]> frames() {
        return framesByConnection.stream().flatMap(List::stream).toList();
    }

    public synchronized void resetAll() throws IOException {
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        sockets.clear();
    }

    synchronized void sayToAll(byte[] bytes) throws IOException {
        for (Socket socket : sockets) {
            socket.getOutputStream().write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        listener.close();
        resetAll();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            List<byte[]> frames = new ArrayList<>();
            boolean unwanted;
            synchronized (this) {
                framesByConnection.add(frames);
                sockets.add(socket);
                unwanted = closed || closesAtOnce;
            }
            if (unwanted) {
                socket.close();
            } else {
                start("test-destination-connection", () -> serve(socket, frames));
            }
        }
    }

    private void serve(Socket socket, List<byte[]> frames) throws IOException {
        FrameScanner scanner = new FrameScanner(ForwardLimits.defaults());
        ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        if (!sharedKey.isEmpty() && !shake(socket)) {
            socket.close();
            return;
        }
        byte[] read = new byte[1 << 16];
        for (int count = in.read(read); count >= 0; count = in.read(read)) {
            ByteBuffer fresh = ByteBuffer.wrap(read, 0, count);
            while (fresh.hasRemaining()) {
                int start = fresh.position();
                boolean complete = scanner.scan(fresh);
                frame.write(read, start, fresh.position() - start);
                if (complete) {
                    byte[] whole = frame.toByteArray();
                    frame.reset();
                    answer(socket, codec.decode(whole, 0, whole.length), whole, frames);
                }
            }
        }
        forget(socket);
    }

    private boolean shake(Socket socket) throws IOException {
        ServerHandshake handshake = new ServerHandshake("test-destination", sharedKey);
        socket.getOutputStream().write(handshake.helo());
        FrameScanner scanner = new FrameScanner(HandshakeCodec.LIMITS);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        boolean complete = false;
        while (!complete) {
            byte next = (byte) socket.getInputStream().read();
            frame.write(next);
            complete = scanner.scan(ByteBuffer.wrap(new byte[] {next}));
        }
        ServerHandshake.Answer answer = handshake.answer(frame.toByteArray(), 0, frame.size());
        socket.getOutputStream().write(answer.frame());
        return answer.refusal().isEmpty();
    }

    /** Those that were answered. */
    int heartbeats() {
        return heartbeats.get();
    }

    private synchronized void forget(Socket socket) {
        sockets.remove(socket);
    }

    private void answer(Socket socket, ForwardMessage message, byte[] whole, List<byte[]> frames)
            throws IOException {
        if (message instanceof ForwardMessage.Events events) {
            Consumer<byte[]> instead = sink;
            if (instead != null) {
                instead.accept(whole);
            } else {
                synchronized (this) {
                    frames.add(whole);
                }
            }
            if (acknowledges) {
                socket.getOutputStream()
                        .write(ForwardCodec.encodeAck(String.valueOf(events.chunk())));
            }
        } else if (answersHeartbeats) {
            socket.getOutputStream().write(ForwardCodec.encodeHeartbeat());
            heartbeats.incrementAndGet();
        }
    }

    private static void start(String name, Step step) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                step.run();
                            } catch (IOException e) {
                                // The other side or the test has closed the socket.
                                Thread.currentThread().interrupt();
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Something with sockets. */
    private interface Step {
        void run() throws IOException;
    }
}
