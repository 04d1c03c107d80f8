package io.logdrive.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server for plain lines that behaves as a test wants it to. Thread-safe. */
public final class LineServer implements AutoCloseable {
    /** What a server does with its n-th connection, counted from 0. Thread-safe. */
    public interface Behaviour {
        void serve(Session session, int index) throws IOException, InterruptedException;
    }

    /** One accepted connection. Confined to its thread, except what was received. */
    public static final class Session {
        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final CountDownLatch served = new CountDownLatch(1);
        private volatile boolean endedInOrder;

        Session(Socket socket) {
            this.socket = socket;
        }

        /** The port at the agent's end. */
        public int peerPort() {
            return socket.getPort();
        }

        /** Reads until the agent half-closes. */
        public void readAll() throws IOException {
            readUntil(Integer.MAX_VALUE);
        }

        /** Reads at least so many bytes, or until the agent half-closes. */
        public void readUntil(int bytes) throws IOException {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            while (size() < bytes) {
                int count = in.read(buffer);
                if (count < 0) {
                    endedInOrder = true;
                    return;
                }
                synchronized (received) {
                    received.write(buffer, 0, count);
                }
            }
        }

        /** Whether the agent half-closed, as opposed to resetting the connection. */
        public boolean endedInOrder() {
            return endedInOrder;
        }

        /** Makes the close that follows a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        public int size() {
            synchronized (received) {
                return received.size();
            }
        }

        public String text() {
            synchronized (received) {
                return received.toString(StandardCharsets.UTF_8);
            }
        }

        /** What a listener takes for lines after a reset: an unfinished one is none. */
        public List<String> wholeLines() {
            String text = text();
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }

        /** Waits until the behaviour has run to its end. */
        public void awaitServed() throws InterruptedException {
            if (!served.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("session: expected its end within 30 s");
            }
        }
    }

    private final ServerSocket listening;
    private final Behaviour behaviour;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    /** Listens on any free port of the loopback address. */
    public LineServer(Behaviour behaviour) throws IOException {
        this(0, 0, behaviour);
    }

    /**
     * Listens.
     *
     * @param port 0: any
     * @param receiveBytes size of the operating system's buffer, 0: as it is
     */
    public LineServer(int port, int receiveBytes, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        listening = new ServerSocket();
        if (receiveBytes > 0) {
            listening.setReceiveBufferSize(receiveBytes);
        }
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        daemon("test-accept", this::accept);
    }

    /** A server that does all it should: reads everything, then closes. */
    public static LineServer orderly() throws IOException {
        return new LineServer((session, index) -> session.readAll());
    }

    /** A port where nobody listens. */
    public static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** In the order of their connections. */
    public List<Session> sessions() {
        return sessions;
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
            // A reset by the agent, or the end of the test: session tells which by what it has.
            return;
        } finally {
            session.served.countDown();
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
