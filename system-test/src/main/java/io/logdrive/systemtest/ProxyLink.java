package io.logdrive.systemtest;

import io.logdrive.systemtest.FaultProxy.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection through a {@link FaultProxy}: two sockets, and a thread for each direction.
 *
 * <p>Thread-safe.
 */
final class ProxyLink {
    private static final int READ_BYTES = 64 << 10;
    private static final int READ_MILLIS = 200;

    /** What a blocked direction takes in; further bytes stay with the sender. */
    private static final int HELD_BYTES_MAX = 8 << 20;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Set<Direction> blocked = EnumSet.noneOf(Direction.class);
    private final CountDownLatch clientLeft = new CountDownLatch(1);
    private final CountDownLatch pumping = new CountDownLatch(Direction.values().length);
    private boolean released;
    private volatile boolean wasBlocked;

    ProxyLink(FaultProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    /** Starts to pass bytes on. */
    void run() {
        proxy.daemon("to-server", () -> pump(Direction.TO_SERVER, client, server));
        proxy.daemon("to-client", () -> pump(Direction.TO_CLIENT, server, client));
    }

    /** Neither blocked nor over. */
    boolean isWhole() {
        return !wasBlocked && !isOver();
    }

    boolean isOver() {
        return client.isClosed() && server.isClosed();
    }

    /** RST to both sides. */
    void reset() {
        reset(client);
        reset(server);
        clientLeft.countDown();
    }

    synchronized void block(Set<Direction> directions) {
        blocked.addAll(directions);
        wasBlocked = true;
    }

    /**
     * Waits until the client has given the blocked connection up.
     *
     * @return whether it did so in time
     */
    boolean awaitClientLeft(long seconds) {
        try {
            return clientLeft.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What was held back arrives late, as bytes that a network had lost the way for. */
    synchronized void release() {
        released = true;
        blocked.clear();
        notifyAll();
    }

    private void pump(Direction direction, Socket from, Socket to) {
        byte[] bytes = new byte[READ_BYTES];
        ByteArrayOutputStream held = new ByteArrayOutputStream();
        boolean inOrder = false;
        try {
            from.setSoTimeout(READ_MILLIS);
            OutputStream out = to.getOutputStream();
            while (true) {
                int count = read(from, bytes);
                if (count < 0) {
                    inOrder = true;
                    break;
                }
                if (isBlocked(direction)) {
                    held.write(bytes, 0, count);
                    if (held.size() > HELD_BYTES_MAX) {
                        awaitRelease();
                    }
                    continue;
                }
                held.writeTo(out);
                held.reset();
                write(out, bytes, count);
            }
        } catch (IOException e) {
            // A side was reset: said to the other one below.
            inOrder = false;
        }
        end(direction, inOrder, held, to);
    }

    private void end(Direction direction, boolean inOrder, ByteArrayOutputStream held, Socket to) {
        if (direction == Direction.TO_SERVER) {
            clientLeft.countDown();
        }
        if (isBlocked(direction)) {
            awaitRelease();
        }
        try {
            if (held.size() > 0) {
                held.writeTo(to.getOutputStream());
            }
            if (inOrder || wasBlocked) {
                to.shutdownOutput();
            } else {
                reset(to);
            }
        } catch (IOException e) {
            // That side is gone, too.
            reset(to);
        }
        pumping.countDown();
        if (pumping.getCount() == 0 || !inOrder) {
            close(client);
            close(server);
        }
    }

    /** Bytes read: 0 when there were none for a moment, so that what was held can go out. */
    private static int read(Socket from, byte[] bytes) throws IOException {
        try {
            return from.getInputStream().read(bytes);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private void write(OutputStream out, byte[] bytes, int count) throws IOException {
        if (!proxy.isTrickling()) {
            out.write(bytes, 0, count);
            return;
        }
        int from = 0;
        while (from < count && proxy.isTrickling()) {
            out.write(bytes, from++, 1);
        }
        out.write(bytes, from, count - from);
    }

    private synchronized boolean isBlocked(Direction direction) {
        return blocked.contains(direction);
    }

    private synchronized void awaitRelease() {
        try {
            while (!released && !isOver()) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already: nothing is left to reset.
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        }
    }
}
