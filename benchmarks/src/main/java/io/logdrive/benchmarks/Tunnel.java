package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Takes connections and carries each on over a socket of its own, inside TLS or not, with the ends
 * of both directions: what is compared then differs in TLS alone. It ends with its socket.
 *
 * <p>Thread-safe.
 */
final class Tunnel implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final SocketFactory sockets;
    private final int port;

    private Tunnel(ServerSocket listener, SocketFactory sockets, int port) {
        this.listener = listener;
        this.sockets = sockets;
        this.port = port;
    }

    /**
     * Begins.
     *
     * @param sockets makes those to {@code port}
     */
    static Tunnel to(int port, SocketFactory sockets) throws IOException {
        Tunnel tunnel =
                new Tunnel(
                        new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()),
                        sockets,
                        port);
        start("tunnel-accept", tunnel::accept);
        return tunnel;
    }

    /** Where it takes connections. */
    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        int count = 0;
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Socket far = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
                count++;
                start("tunnel-" + count, () -> carry(near, far));
                start("tunnel-back-" + count, () -> carry(far, near));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** A failure is a reset to both, as it would be without the tunnel. */
    private static void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
            return;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
