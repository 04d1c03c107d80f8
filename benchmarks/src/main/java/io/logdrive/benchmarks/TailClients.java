package io.logdrive.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many open tails that read and discard, as cheaply as a client can.
 *
 * <p>Thread-safe.
 */
final class TailClients implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int STATUS_BYTES = 12;

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean closing;

    private TailClients() {}

    static TailClients open(Server server, int count) throws IOException {
        TailClients clients = new TailClients();
        try {
            for (int i = 0; i < count; i++) {
                clients.open(URI.create(server.destinationUrl() + "/messages/tail?backlog=0"));
            }
            return clients;
        } catch (IOException | RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /** What all have been sent. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Closes all.
     *
     * @throws BenchmarkException when the server had closed one before
     */
    @Override
    public void close() throws IOException {
        closing = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        if (ended.get() != 0) {
            throw new BenchmarkException(
                    "tails: expected " + sockets.size() + " open, found " + ended + " ended");
        }
    }

    private void open(URI uri) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort());
        sockets.add(socket);
        String request =
                "GET "
                        + uri.getRawPath()
                        + "?"
                        + uri.getRawQuery()
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        String status = new String(in.readNBytes(STATUS_BYTES), StandardCharsets.US_ASCII);
        if (!status.equals("HTTP/1.1 200")) {
            throw new BenchmarkException("tail: expected HTTP/1.1 200, found " + status);
        }
        Thread reader = new Thread(() -> discard(in), "tail-" + sockets.size());
        reader.setDaemon(true);
        reader.start();
    }

    private void discard(InputStream in) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.addAndGet(count);
            }
        } catch (IOException e) {
            if (closing) {
                return;
            }
        }
        if (!closing) {
            ended.incrementAndGet();
        }
    }
}
