package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts an {@link IngestProcess} and asks it. Confined to one thread. */
final class IngestProcessClient implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final Path log;

    /**
     * @param before what comes before {@code java}, such as {@code prlimit --nofile=200}
     * @param options of the JVM
     */
    IngestProcessClient(List<String> before, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(options);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestProcess.class.getName()));
        log = Files.createTempFile("ingest-process", ".log");
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        commands = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
    }

    /** Options that make it keep its data there, send to that port and be quick about it. */
    static List<String> options(Path data, int destination, String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listen.address", "127.0.0.1:0");
        settings.put("listen.syslog-udp.address", "127.0.0.1:0");
        settings.put("forward.address", "127.0.0.1:" + destination);
        settings.put("batch.age-max", "PT0.1S");
        settings.put("queue.disk-free-min", "16MiB");
        settings.put("queue.disk-ballast", "1MiB");
        settings.put("data", data.toString());
        for (String setting : more) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        List<String> options =
                new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        settings.forEach(
                (key, value) -> options.add("-D" + IngestConfig.PREFIX + key + "=" + value));
        return options;
    }

    /** The answer to one command; its end is a failure. */
    String ask(String command) throws IOException {
        String answer = askOrEnd(command);
        if (answer.isEmpty()) {
            throw new IOException("ingest process: expected an answer, found its end\n" + log());
        }
        return answer;
    }

    long askNumber(String command) throws IOException {
        return Long.parseLong(ask(command));
    }

    /** The answer to one command, or nothing when it has ended. */
    String askOrEnd(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String answer = answers.readLine();
            return answer == null ? "" : answer;
        } catch (IOException e) {
            return "";
        }
    }

    /** The port, or 0 when it ended while it started. */
    int portOrEnd() {
        String answer = askOrEnd("port");
        return answer.isEmpty() ? 0 : Integer.parseInt(answer);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote to its standard error. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** The exit status; it must be ending. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    /** SIGKILL, to what it has started, too, when it is a tracer. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
