package io.logdrive.destination.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When a query, or a piece of work for it, must have ended. Immutable. */
public final class Deadline {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LongSupplier clock;
    private final long nanos;
    private final Duration timeout;

    private Deadline(Duration timeout, LongSupplier clock) {
        this.timeout = timeout;
        this.clock = clock;
        this.nanos = clock.getAsLong() + timeout.toNanos();
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

    /**
     * Limits a statement to what is left, in whole seconds upwards: JDBC knows no less. The rest is
     * for {@link #check} when it returns.
     */
    void limit(Statement statement) throws SQLException {
        long left = left();
        statement.setQueryTimeout((int) TimeUnit.NANOSECONDS.toSeconds(left + 999_999_999));
        SqliteDatabase.limit(statement, nanos);
    }

    /** Throws when it has passed. */
    void check() {
        left();
    }

    /** What is left, 0 when it has passed. */
    long leftNanos() {
        return Math.max(0, nanos - clock.getAsLong());
    }

    /** Whether more than half of the time has gone. */
    boolean isHalfOver() {
        return nanos - clock.getAsLong() < timeout.toNanos() / 2;
    }

    StoreException.Timeout exceeded(@Nullable Throwable cause) {
        return new StoreException.Timeout(message(), cause);
    }

    private long left() {
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
