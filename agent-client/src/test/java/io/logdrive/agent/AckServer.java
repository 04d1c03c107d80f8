package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.ForwardLimits;
import io.logdrive.wire.ForwardMessage;
import io.logdrive.wire.FrameScanner;
import io.logdrive.wire.LineEntries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server of the acknowledged wire that behaves as a test wants it to. Thread-safe. */
public final class AckServer implements AutoCloseable {
    /** What a server does with its n-th connection, counted from 0. Thread-safe. */
    public interface Behaviour {
        void serve(Session session, int index) throws IOException, InterruptedException;
    }

    /**
     * A chunk as it came.
     *
     * @param bytes the whole frame
     * @param lines each with its newline
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it matters
    public record Received(
            ChunkName.Sequence name, byte[] bytes, ForwardMessage.Events events, String lines) {
        /** How many lines. */
        public int count() {
            return events.entries().count();
        }
    }

    /** One accepted connection. Confined to its thread, except what was received. */
    public static final class Session {
        private static final ForwardLimits LIMITS = ForwardLimits.defaults();

        private final Socket socket;
        private final FrameScanner scanner = new FrameScanner(LIMITS);
        private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
        private final byte[] buffer = new byte[1 << 16];
        private ByteBuffer unread = ByteBuffer.allocate(0);
        private final List<Received> chunks = new CopyOnWriteArrayList<>();
        private final AtomicInteger heartbeats = new AtomicInteger();

        Session(Socket socket) {
            this.socket = socket;
        }

        /** In the order of their coming. */
        public List<Received> chunks() {
            return chunks;
        }

        /** How many have come. */
        public int heartbeats() {
            return heartbeats.get();
        }

        /** The next chunk, heartbeats passed over; null at the end of the connection. */
        public @Nullable Received next() throws IOException {
            for (byte[] bytes = nextFrame(); bytes != null; bytes = nextFrame()) {
                ForwardMessage message = new ForwardCodec(LIMITS).decode(bytes, 0, bytes.length);
                if (message instanceof ForwardMessage.Events events) {
                    Received received = received(bytes, events);
                    chunks.add(received);
                    return received;
                }
                heartbeats.incrementAndGet();
            }
            return null;
        }

        /** The next message, whatever it is; null at the end of the connection. */
        public byte @Nullable [] nextFrame() throws IOException {
            while (true) {
                while (!unread.hasRemaining()) {
                    int count = socket.getInputStream().read(buffer);
                    if (count < 0) {
                        return null;
                    }
                    unread = ByteBuffer.wrap(buffer, 0, count);
                }
                int start = unread.position();
                boolean complete = scanner.scan(unread);
                frame.write(buffer, start, unread.position() - start);
                if (complete) {
                    byte[] bytes = frame.toByteArray();
                    frame.reset();
                    return bytes;
                }
            }
        }

        /** The connection itself. */
        public Socket socket() {
            return socket;
        }

        private static Received received(byte[] bytes, ForwardMessage.Events events) {
            LineEntries.Lines lines =
                    new LineEntries(events.entries(), 1 << 20)
                            .take(Integer.MAX_VALUE, Integer.MAX_VALUE);
            return new Received(
                    Objects.requireNonNull(ChunkName.parse(Objects.requireNonNull(events.chunk()))),
                    bytes,
                    events,
                    new String(lines.body(), UTF_8));
        }

        /** Acknowledges a chunk. */
        public void acknowledge(Received received) throws IOException {
            send(ForwardCodec.encodeAck(Objects.requireNonNull(received.events().chunk())));
        }

        /** Acknowledges all that comes. */
        public void acknowledgeAll() throws IOException {
            for (Received next = next(); next != null; next = next()) {
                acknowledge(next);
            }
        }

        /** Sends whatever it is. */
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Makes the close that follows a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket listening;
    private final Behaviour behaviour;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** Listens on any free port of the loopback address. */
    public AckServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), behaviour);
    }

    /** Accepts there, under TLS, say. */
    public AckServer(ServerSocket listening, Behaviour behaviour) {
        this.behaviour = behaviour;
        this.listening = listening;
        daemon("test-accept", this::accept);
    }

    /** A server that does all it should. */
    public static AckServer orderly() throws IOException {
        return new AckServer((session, index) -> session.acknowledgeAll());
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** In the order of their connections. */
    public List<Session> sessions() {
        return sessions;
    }

    /** Every line that came on any session, once, as {@code sequence:line}; of one origin. */
    public Set<String> distinctLines() {
        Set<String> lines = new TreeSet<>();
        for (Session session : sessions) {
            for (Received chunk : session.chunks()) {
                long sequence = chunk.name().first();
                for (String line : chunk.lines().lines().toList()) {
                    lines.add(sequence++ + ":" + line);
                }
            }
        }
        return lines;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Session session = new Session(listening.accept());
                sessions.add(session);
                int index = accepted.getAndIncrement();
                daemon("test-session-" + index, () -> serve(session, index));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Session session, int index) {
        try {
            behaviour.serve(session, index);
            session.socket.close();
        } catch (IOException | InterruptedException e) {
            // The agent left, or the test is over: what came tells the rest.
            return;
        }
    }

    private static void daemon(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Session session : sessions) {
            session.socket.close();
        }
    }
}
