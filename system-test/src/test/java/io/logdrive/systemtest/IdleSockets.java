package io.logdrive.systemtest;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many connections that send little. Confined to one thread. */
final class IdleSockets implements AutoCloseable {
    private static final int SPARE = 500;

    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    IdleSockets(int port) {
        this.port = port;
    }

    /** Skips the test, and says why, where this process may not open so many. */
    static void assumePossible(int count) {
        assumeThat(descriptorLimit())
                .as("descriptors that a process may open (ulimit -Hn) for %d connections", count)
                .isGreaterThan(count + SPARE);
    }

    /** Opens {@code count} connections more. */
    IdleSockets open(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        return this;
    }

    /** Sends {@code text} on each that takes it; answers how many did. */
    int send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int sent = 0;
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(bytes);
                sent++;
            } catch (SocketException e) {
                // It was reset, and is not counted.
                socket.close();
            }
        }
        return sent;
    }

    /** Sends {@code text} on the first {@code count} only. */
    void sendOnFirst(int count, String text) throws IOException {
        for (Socket socket : sockets.subList(0, count)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private static long descriptorLimit() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+(\\d+).*", "$1")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
