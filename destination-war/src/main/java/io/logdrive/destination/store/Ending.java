package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the queries of somebody who waits for them no longer: the statement that runs is cancelled,
 * and whoever looks at the time finds that it is over.
 *
 * <p>Thread-safe.
 */
public final class Ending {
    private static final long CANCEL_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long AGAIN_MILLIS = 20;

    private volatile boolean told;

    @GuardedBy("this")
    private @Nullable Statement running;

    @GuardedBy("this")
    private boolean cancelled;

    /** Ends what runs, and what would be begun; back when nothing runs, or after 2 s. */
    public void end() {
        synchronized (this) {
            told = true;
            long begin = System.nanoTime();
            while (running != null && System.nanoTime() - begin < CANCEL_NANOS_MAX) {
                cancelled = true;
                // Under the lock: whoever runs it does not go on to another meanwhile.
                cancel(running);
                try {
                    // It may have been about to begin, of which a driver knows nothing.
                    wait(AGAIN_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It has ended by itself, or ends when it looks at the time.
        }
    }

    /** Whether it was told to end. */
    public boolean isTold() {
        return told;
    }

    /** Throws when it was told to end. */
    void check() {
        if (told) {
            throw new StoreException.Ended();
        }
    }

    /** Notes what is to be cancelled, until the next, or until it rests. */
    void runs(Statement statement) {
        synchronized (this) {
            check();
            running = statement;
        }
    }

    /**
     * Nothing runs any more.
     *
     * @return whether something was cancelled. It may have been over just then: H2 would end the
     *     next statement of the same text on that connection instead
     */
    boolean rests() {
        synchronized (this) {
            running = null;
            notifyAll();
            boolean was = cancelled;
            cancelled = false;
            return was;
        }
    }
}
