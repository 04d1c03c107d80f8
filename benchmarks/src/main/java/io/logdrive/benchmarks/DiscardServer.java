package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A listener that reads, discards, and closes in order when its peer does: for what the agent alone
 * can do. It ends with its socket.
 *
 * <p>Thread-safe.
 */
final class DiscardServer implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final Thread acceptor = new Thread(this::accept, "discard-accept");

    private DiscardServer(ServerSocket listener) {
        this.listener = listener;
    }

    static DiscardServer start() throws IOException {
        DiscardServer server =
                new DiscardServer(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()));
        server.acceptor.setDaemon(true);
        server.acceptor.start();
        return server;
    }

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
                Socket socket = listener.accept();
                Thread reader = new Thread(() -> discard(socket), "discard-" + ++count);
                reader.setDaemon(true);
                reader.start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void discard(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket;
                InputStream in = socket.getInputStream()) {
            int count = in.read(buffer);
            while (count >= 0) {
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // The agent sees the reset and reports it.
            return;
        }
    }
}
