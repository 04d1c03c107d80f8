package io.logdrive.ingest.queue;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real broker: {@code payara/broker} on a free port. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofMinutes(3);

    private final Path folder;
    private final int port;
    private @Nullable Process process;
    private int starts;

    BrokerProcess(Path folder) {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BrokerProcess start() {
        Process started = launch();
        process = started;
        await("the broker is ready")
                .atMost(READY_MAX)
                .until(() -> !started.isAlive() || output().contains("Broker is ready"));
        if (!started.isAlive()) {
            throw new IllegalStateException("broker: " + output());
        }
        return this;
    }

    /** Starts it with further arguments and waits for nothing. */
    Process launch(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of("..", "payara", "broker").toAbsolutePath().normalize().toString());
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--data", data().toString(), "--disk-free-min", "16M"));
        command.addAll(List.of(arguments));
        starts++;
        try {
            Files.createDirectories(folder);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    Path passwordFile() {
        return data().resolve("password");
    }

    /** What the latest start has said. */
    String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    int stop() throws InterruptedException {
        running().destroy();
        if (!running().waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("broker: expected to stop, found it running");
        }
        return running().exitValue();
    }

    void freeze() throws InterruptedException {
        signal("-STOP");
    }

    void thaw() throws InterruptedException {
        signal("-CONT");
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void signal(String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", signal, Long.toString(running().pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("broker: not started");
        }
        return process;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("broker-" + starts + ".log");
    }
}
