package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A bare TCP connection to a port of the product. Confined to one thread. */
final class LineSender implements AutoCloseable {
    /** How the server ended a connection. Immutable. */
    enum End {
        /** It closed its side: after our half-close that means that it has every line. */
        ORDERLY,
        RESET,
        STILL_OPEN
    }

    private final Socket socket;

    private LineSender(Socket socket) {
        this.socket = socket;
    }

    static LineSender connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new LineSender(socket);
    }

    /** Sends {@code bytes} as they are. */
    LineSender send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    LineSender send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says that nothing more comes, as {@code nc -N} does. */
    LineSender halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Waits until the server ends the connection, reading past what it may answer. */
    End awaitEnd(Duration atMost) {
        byte[] answer = new byte[8 << 10];
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return End.STILL_OPEN;
                }
                socket.setSoTimeout((int) left);
                if (socket.getInputStream().read(answer) < 0) {
                    return End.ORDERLY;
                }
            }
        } catch (SocketTimeoutException e) {
            return End.STILL_OPEN;
        } catch (SocketException e) {
            return End.RESET;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server stores as the peer of the connection's origin. */
    String peer() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
