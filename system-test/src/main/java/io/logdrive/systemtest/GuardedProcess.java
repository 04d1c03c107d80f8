package io.logdrive.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process that logs to a file and does not outlive the tests, nor does what it has started.
 *
 * <p>A guard, a shell that reads from a pipe only this JVM holds, kills them when the pipe ends:
 * that happens however this JVM dies, {@code kill -9} included. Thread-safe.
 */
final class GuardedProcess {
    private static final int TAIL_LINES = 200;
    private static final double MIB = 1 << 20;
    private static final Queue<GuardedProcess> STARTED = new ConcurrentLinkedQueue<>();

    private final String name;
    private final Path log;
    private final Process process;
    private final Process guard;

    private GuardedProcess(String name, Path log, Process process, Process guard) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.guard = guard;
    }

    /** Starts {@code command} in {@code folder}; its output is appended to {@code log}. */
    static GuardedProcess start(String name, List<String> command, Path folder, Path log) {
        return start(name, command, folder, log, Map.of());
    }

    /** The same with more in its environment, which no list of processes shows. */
    static GuardedProcess start(
            String name,
            List<String> command,
            Path folder,
            Path log,
            Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // What the developer's shell sets must not configure what is tested.
            builder.environment().keySet().removeIf(key -> key.startsWith("LOGDRIVE_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            // Ctrl+C reaches the guard, too, which must then still be there to see the pipe end.
            Process guard =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "trap '' INT TERM HUP; cat > /dev/null; kill -KILL "
                                            + withDescendants(process.pid()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            GuardedProcess started = new GuardedProcess(name, log, process, guard);
            STARTED.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot start", e);
        }
    }

    /** Every process started since the last call of {@link #killAll}, ended or not. */
    static List<GuardedProcess> started() {
        return List.copyOf(STARTED);
    }

    /** Kills what still runs and forgets all. */
    static void killAll() {
        for (GuardedProcess process : started()) {
            process.kill();
            STARTED.remove(process);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        signal("TERM");
    }

    /** SIGINT. */
    void interrupt() {
        signal("INT");
    }

    /** SIGKILL, to all that it has started, too, and waits for its end. */
    void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGSTOP: no longer scheduled, its sockets stay open. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    /** Runs on this core only from now on: what is measured beside it is not kept waiting by it. */
    void confineTo(int core) {
        tell("core " + core, "taskset", "-acp", Integer.toString(core), Long.toString(pid()));
    }

    /** The exit status; fails when it does not end in time. */
    int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        name
                                + ": expected to end within "
                                + atMost
                                + ", found it running\n"
                                + tail());
            }
            // The guard first, lest it kills another process that got the same id.
            guard.destroyForcibly().waitFor();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted while waiting for its end", e);
        }
    }

    /** All that it has written so far, and earlier processes with the same log. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the log, with its name above. */
    String tail() {
        List<String> lines = log().lines().toList();
        int from = Math.max(0, lines.size() - TAIL_LINES);
        return String.format(
                Locale.ROOT,
                "---- %s (process %d, %s), the last lines of %s%n%s%n----",
                name,
                pid(),
                isAlive() ? "running" : "ended with status " + process.exitValue(),
                log,
                String.join("\n", lines.subList(from, lines.size())));
    }

    /** The most memory it ever had resident, in bytes; it must be alive. */
    long peakResidentBytes() {
        long bytes = readPeakResidentBytes();
        Figures.note("peak resident memory, " + log, bytes / MIB, "MiB");
        return bytes;
    }

    private long readPeakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a shell: the ids of the process and of all that it has started. */
    private static String withDescendants(long pid) {
        return "$(tree() { echo $1; for child in $(ps -o pid= --ppid $1); do tree $child; done; };"
                + " tree "
                + pid
                + ")";
    }

    private void signal(String signal) {
        tell("SIG" + signal, "kill", "-" + signal, Long.toString(pid()));
    }

    private void tell(String what, String... command) {
        try {
            int status =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        name + ": expected to be running for " + what + ", found no process");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
