package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The command {@code tail} in a thread of this process, with signals of our own. Thread-safe. */
final class RunningTail implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile @Nullable Runnable interrupt;
    private volatile @Nullable Runnable hangUp;

    RunningTail(String... words) {
        Surroundings surroundings = FakeSurroundings.with(new Signals());
        new Thread(
                        () ->
                                exit.complete(
                                        Agent.commandLine(surroundings)
                                                .setErr(new PrintWriter(err))
                                                .execute(words)),
                        "test-tail")
                .start();
    }

    /** What the agent registers for. Thread-safe. */
    private final class Signals implements Surroundings.Interrupts {
        @Override
        public void listen(Runnable first) {
            interrupt = first;
        }

        @Override
        public void listenForHangUps(Runnable again) {
            hangUp = again;
        }
    }

    /** As SIGHUP does. */
    void hangUp() {
        run(await().atMost(LONG).until(() -> hangUp, signal -> signal != null));
    }

    private static void run(@Nullable Runnable signal) {
        assertThat(signal).isNotNull();
        if (signal != null) {
            signal.run();
        }
    }

    /** What it said, without the times. */
    List<String> said() {
        return err.toString().lines().map(line -> line.replaceFirst("^\\S+Z ", "")).toList();
    }

    void awaitSaid(String part) {
        await(part).atMost(LONG).until(() -> said().stream().anyMatch(line -> line.contains(part)));
    }

    /** Its exit code, when it ends by itself. */
    int awaitExit() {
        await("exit").atMost(LONG).until(exit::isDone);
        return exit.join();
    }

    @Override
    public void close() {
        if (!exit.isDone()) {
            run(await().atMost(LONG).until(() -> interrupt, signal -> signal != null));
        }
        awaitExit();
    }
}
