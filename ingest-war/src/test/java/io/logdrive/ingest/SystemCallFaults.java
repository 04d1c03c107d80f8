package io.logdrive.ingest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes system calls of a running process fail by {@code strace}, as long as it is open, and knows
 * which did. Confined to one thread.
 */
final class SystemCallFaults implements AutoCloseable {
    private static final Duration ATTACH_MAX = Duration.ofMinutes(1);

    private final Process tracer;
    private final Path trace;

    private SystemCallFaults(Process tracer, Path trace) {
        this.tracer = tracer;
        this.trace = trace;
    }

    /** Why this machine cannot do it, by trying; empty when it can. */
    static String whyNot() throws IOException {
        Process victim = new ProcessBuilder("sleep", "60").start();
        try {
            start(victim.pid(), List.of("-e", "trace=fdatasync")).close();
            return "";
        } catch (IOException e) {
            return "strace: expected to attach to a process, found " + e.getMessage();
        } finally {
            victim.destroyForcibly();
        }
    }

    /**
     * Begins.
     *
     * @param call such as {@code fdatasync}
     * @param error such as {@code EIO}
     * @param nth which call of each thread, from now on
     * @param paths of files to which the call must be; none for all
     */
    static SystemCallFaults inject(long pid, String call, String error, int nth, List<Path> paths)
            throws IOException {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("-e", "trace=" + call));
        options.addAll(List.of("-e", "inject=" + call + ":error=" + error + ":when=" + nth));
        for (Path path : paths) {
            options.addAll(List.of("-P", path.toString()));
        }
        return start(pid, options);
    }

    private static SystemCallFaults start(long pid, List<String> options) throws IOException {
        Path trace = Files.createTempFile("strace", ".txt");
        Path said = Files.createTempFile("strace", ".log");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-ttt"));
        command.addAll(List.of("-o", trace.toString()));
        command.addAll(options);
        command.addAll(List.of("-p", Long.toString(pid)));
        Process tracer = new ProcessBuilder(command).redirectError(said.toFile()).start();
        SystemCallFaults started = new SystemCallFaults(tracer, trace);
        await("strace is attached or has given up")
                .atMost(ATTACH_MAX)
                .until(() -> !tracer.isAlive() || Files.readString(said).contains("attached"));
        String words = Files.readString(said).strip();
        Files.delete(said);
        if (!tracer.isAlive()) {
            started.close();
            throw new IOException(words);
        }
        return started;
    }

    /** The calls so far, of all threads, in the order of their times. */
    List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        for (String line : Files.readAllLines(trace)) {
            // 4711 1700000000.123456 fdatasync(163) = -1 EIO (Input/output error) (INJECTED)
            String[] words = line.split("\\s+", 3);
            if (words.length == 3 && words[2].matches("\\w+\\(.*")) {
                calls.add(new Call(time(words[1]), line.endsWith("(INJECTED)")));
            }
        }
        return calls;
    }

    long failures() throws IOException {
        return calls().stream().filter(Call::failed).count();
    }

    private static Instant time(String text) {
        int point = text.indexOf('.');
        return Instant.ofEpochSecond(
                Long.parseLong(text.substring(0, point)),
                1_000 * Long.parseLong(text.substring(point + 1)));
    }

    /** Lets go of the process, which runs on. */
    @Override
    public void close() throws IOException {
        tracer.destroy();
        try {
            tracer.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(trace);
    }

    /** A call, when it began and whether it was made to fail. Immutable. */
    record Call(Instant at, boolean failed) {}
}
