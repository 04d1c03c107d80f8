package io.logdrive.destination.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a query, or a piece of work for it, must have ended; sooner when nobody waits for it.
 * Thread-safe.
 */
public final class Deadline {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LongSupplier clock;
    private final long nanos;
    private final Duration timeout;
    private final @Nullable Ending ending;

    private Deadline(Duration timeout, LongSupplier clock) {
        this(timeout, clock, clock.getAsLong() + timeout.toNanos(), null);
    }

    private Deadline(Duration timeout, LongSupplier clock, long nanos, @Nullable Ending ending) {
        this.timeout = timeout;
        this.clock = clock;
        this.nanos = nanos;
        this.ending = ending;
    }

    /** From now on. */
    public static Deadline in(Duration timeout) {
        return new Deadline(timeout, System::nanoTime);
    }

    /**
     * So much CPU of the calling thread, however long a busy machine takes to give it; for work
     * that this thread does itself, not for statements.
     */
    public static Deadline ofCpu(Duration work) {
        return new Deadline(work, THREADS::getCurrentThreadCpuTime);
    }

    /** The same, and over as soon as that says so. */
    Deadline until(@Nullable Ending end) {
        return new Deadline(timeout, clock, nanos, end);
    }

    /**
     * Limits a statement to what is left, in whole seconds upwards: JDBC knows no less. The rest is
     * for {@link #check} when it returns.
     */
    void limit(Statement statement) throws SQLException {
        long left = left();
        statement.setQueryTimeout((int) TimeUnit.NANOSECONDS.toSeconds(left + 999_999_999));
        SqliteDatabase.limit(statement, () -> leftNanos() == 0);
        if (ending != null) {
            ending.runs(statement);
        }
    }

    /**
     * Nothing runs any more.
     *
     * @return whether the connection on which it ran must not be used again
     */
    boolean rests() {
        return ending != null && ending.rests();
    }

    /** Throws when nobody waits for the answer. */
    void checkEnding() {
        if (ending != null) {
            ending.check();
        }
    }

    /** Throws when it has passed. */
    void check() {
        left();
    }

    /** What is left, 0 when it has passed. */
    long leftNanos() {
        return isEnded() ? 0 : Math.max(0, nanos - clock.getAsLong());
    }

    /** Whether more than half of the time has gone. */
    boolean isHalfOver() {
        return nanos - clock.getAsLong() < timeout.toNanos() / 2;
    }

    /** What to throw when it has passed. */
    StoreException exceeded(@Nullable Throwable cause) {
        return isEnded()
                ? new StoreException.Ended()
                : new StoreException.Timeout(message(), cause);
    }

    private boolean isEnded() {
        return ending != null && ending.isTold();
    }

    private long left() {
        checkEnding();
        long left = nanos - clock.getAsLong();
        if (left <= 0) {
            throw new StoreException.Timeout(message(), null);
        }
        return left;
    }

    private String message() {
        return "query: expected an answer within " + timeout.toMillis() + " ms, found none";
    }
}
