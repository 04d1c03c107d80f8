package io.logdrive.systemtest;

import io.logdrive.systemtest.FaultProxy.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Looks how long a peer takes to give up a connection on which it hears nothing, and lets what was
 * held back arrive late.
 *
 * <p>Thread-safe.
 */
final class HalfOpenWatch {
    /** Silence of 30 s counts as gone (PROTOCOL.md); the rest is for a slow machine. */
    private static final int NOTICED_SECONDS_MAX = 50;

    /** Answers still come, so nobody need notice; the network heals by itself. */
    private static final int HEALED_SECONDS = 12;

    private final Executor threads =
            task -> {
                Thread thread = new Thread(task, "half-open-watch");
                thread.setDaemon(true);
                thread.start();
            };
    private final List<CompletableFuture<Void>> watched = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private double longest;

    /** Watches a connection that has just been blocked. */
    synchronized void watch(
            Schedule.Planned fault, ProxyLink link, Set<Direction> blocked, long lateMillis) {
        boolean silent = blocked.contains(Direction.TO_CLIENT);
        watched.add(
                CompletableFuture.runAsync(
                        () -> {
                            long begin = System.nanoTime();
                            int atMost = silent ? NOTICED_SECONDS_MAX : HEALED_SECONDS;
                            boolean left = link.awaitClientLeft(atMost);
                            if (silent) {
                                noted(fault, left, FaultCrew.secondsSince(begin));
                            }
                            FaultCrew.last(lateMillis);
                            link.release();
                        },
                        threads));
    }

    /** Waits for the last one; what went wrong with any. */
    List<String> problems() {
        List<CompletableFuture<Void>> all;
        synchronized (this) {
            all = List.copyOf(watched);
        }
        all.forEach(CompletableFuture::join);
        synchronized (this) {
            return List.copyOf(problems);
        }
    }

    /** The longest that a client took to notice, in seconds; 0 when there was nothing to notice. */
    synchronized double longestSeconds() {
        return longest;
    }

    private synchronized void noted(Schedule.Planned fault, boolean left, double seconds) {
        longest = Math.max(longest, seconds);
        if (!left) {
            problems.add(
                    String.format(
                            Locale.ROOT,
                            "#%d %s: expected a silent connection to be given up within %d s,"
                                    + " found it open",
                            fault.number(),
                            fault.kind().word(),
                            NOTICED_SECONDS_MAX));
        }
    }
}
