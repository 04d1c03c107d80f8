package io.logdrive.ingest.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a {@link ListenProcess}, asks it and connects to it. Confined to one thread. */
final class ListenProcessClient implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final List<Socket> sockets = new ArrayList<>();
    private final int port;

    /**
     * @param before what comes before {@code java}, such as {@code prlimit --nofile=200}
     * @param options of the JVM
     * @param settings of the listener
     */
    ListenProcessClient(List<String> before, List<String> options, List<String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options);
        command.addAll(
                List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListenProcess.class.getName()));
        command.addAll(settings);
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        commands = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
        port = (int) ask("port");
    }

    /** The answer to one command. */
    long ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("listen process: expected an answer, found its end");
        }
        return Long.parseLong(answer);
    }

    /** A connection that the caller closes. */
    Socket connectOnce() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** A connection that is closed with this. */
    Socket connect() throws IOException {
        Socket socket = connectOnce();
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    /** The exit status; it must be ending. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
