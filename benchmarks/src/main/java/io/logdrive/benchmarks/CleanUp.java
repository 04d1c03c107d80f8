package io.logdrive.benchmarks;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What must be ended whether the measurement ends by itself or by a signal, once.
 *
 * <p>Thread-safe.
 */
final class CleanUp {
    private final Runnable task;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread hook = new Thread(this::once, "benchmark-clean-up");

    private CleanUp(Runnable task) {
        this.task = task;
    }

    static CleanUp atTheEnd(Runnable task) {
        CleanUp cleanUp = new CleanUp(task);
        Runtime.getRuntime().addShutdownHook(cleanUp.hook);
        return cleanUp;
    }

    /** Ends it now. */
    void close() {
        once();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal was first: the hook is what ends us.
            return;
        }
    }

    private void once() {
        if (done.compareAndSet(false, true)) {
            task.run();
        }
    }
}
