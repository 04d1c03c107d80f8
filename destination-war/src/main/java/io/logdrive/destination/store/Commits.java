package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;

/** Says that this process committed something. Thread-safe. */
public final class Commits {
    @GuardedBy("this")
    private long count;

    synchronized void signal() {
        count++;
        notifyAll();
    }

    /** Wakes up who waits, as if something had been committed. */
    public void wake() {
        signal();
    }

    /**
     * Waits for a commit after those that were {@code seen}.
     *
     * @return what to pass as seen the next time
     */
    public synchronized long await(long seen, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (count == seen) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return count;
    }
}
