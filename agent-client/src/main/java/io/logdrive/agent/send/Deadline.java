package io.logdrive.agent.send;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes what takes too long. A timeout of reads alone would let a server that sends a byte now and
 * then go on for ever.
 *
 * <p>Thread-safe.
 */
final class Deadline implements AutoCloseable {
    private final CountDownLatch made = new CountDownLatch(1);
    private volatile boolean over;

    /** From now on; {@link #close} ends it. */
    Deadline(Duration most, Closeable what) {
        Thread thread = new Thread(() -> watch(most, what), "agent-deadline");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Duration most, Closeable what) {
        try {
            if (!made.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
                over = true;
                what.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It is over either way.
            return;
        }
    }

    /** Whether it was too late. */
    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        made.countDown();
    }
}
