package io.logdrive.ingest.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A listener on a free port with a recording queue, its log, and clients' sockets. */
final class IntakeFixture implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("io.logdrive.ingest.listen");

    final RecordingQueue queue = new RecordingQueue();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final IntakeServer server;
    private final List<Socket> sockets = new ArrayList<>();
    private final LogLines log = new LogLines();

    IntakeFixture() {
        this(config(1_000, 1 << 20, 16 << 20, 64 << 20));
    }

    IntakeFixture(ListenConfig config) {
        LOGGER.addHandler(log);
        server = new IntakeServer(config, queue, new ListenEvents(metrics), Thread::new);
        server.start();
    }

    static ListenConfig config(
            int connectionsMax, long unconfirmedMax, long unconfirmedTotal, long unfinished) {
        ListenSettings settings = new ListenSettings();
        settings.connectionsMax = connectionsMax;
        settings.unconfirmedMax = unconfirmedMax;
        settings.unconfirmedTotal = unconfirmedTotal;
        settings.unfinished = unfinished;
        return settings.config();
    }

    InetSocketAddress address() {
        return Objects.requireNonNull(server.address());
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(address().getAddress(), address().getPort());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    /** From another of this machine's addresses, 127.0.0.2, say. */
    Socket connectFrom(String local) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(local, 0));
        socket.connect(address());
        socket.setSoTimeout(10_000);
        return socket;
    }

    List<String> log() {
        return log.lines;
    }

    /** A counter of the listener, by its name and tags. */
    double count(String name, String... tags) {
        return metrics.counter("logdrive.listen." + name, tags).count();
    }

    /** Nothing but an orderly close is left to read. */
    static void assertClosedInOrder(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** The next read finds a reset. */
    static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("reset");
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stopReading();
        server.close();
        LOGGER.removeHandler(log);
    }

    private static final class LogLines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        LogLines() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            Object[] parameters = line.getParameters();
            lines.add(
                    parameters == null
                            ? line.getMessage()
                            : MessageFormat.format(line.getMessage(), parameters));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
