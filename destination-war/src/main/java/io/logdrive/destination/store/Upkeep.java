package io.logdrive.destination.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is done every {@value #PERIOD_SECONDS} seconds beside the writer: checks the invariants,
 * reads the totals for the metrics, lets the {@link OriginSweep} and the {@link AccessSweep} go a
 * step on.
 *
 * <p>Thread-safe; {@link #run} is for the thread destination-upkeep-1.
 */
final class Upkeep implements Runnable {
    static final int PERIOD_SECONDS = 10;

    private static final Duration READ_MAX = Duration.ofSeconds(5);

    private final Context context;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Runnable> more = new CopyOnWriteArrayList<>();
    private volatile @Nullable String violation;
    private volatile String away = "";

    @GuardedBy("this")
    private String failure = "";

    Upkeep(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        try {
            do {
                step();
            } while (!stopped.await(PERIOD_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            // Only a container that takes its threads down does that.
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
    }

    /** To be done in each round, too. */
    void also(Runnable task) {
        more.add(task);
    }

    /** Null while all invariants held since the start; else the first that did not. */
    @Nullable String violation() {
        return violation;
    }

    /** Why the last round did not reach the database, without SQL and secrets; empty: it did. */
    String away() {
        return away;
    }

    /** One round. */
    synchronized void step() {
        String ofAccounts = context.accounts().violation();
        if (ofAccounts != null) {
            violated(ofAccounts);
        }
        try {
            context.database().upkeep();
            context.gauges().show(context.ledger().total(Deadline.in(READ_MAX)));
            sweep();
            context.access().step();
            failure = "";
            away = "";
        } catch (SQLException | RuntimeException e) {
            // The writer says when the database is away, and health is red; here once is enough.
            if (!SqlFailure.kind(e).equals(failure)) {
                context.events().upkeepFailed(e);
            }
            failure = SqlFailure.kind(e);
            // One that is busy with queries is there.
            boolean isThere =
                    e instanceof StoreException.Busy || e instanceof StoreException.Timeout;
            away = isThere ? "" : FailureWords.of(e);
        }
        more.forEach(Runnable::run);
    }

    @GuardedBy("this")
    private void sweep() throws SQLException {
        long before = Instants.micros(context.clock().instant().minus(context.closeAfter()));
        OriginSweep.Swept swept = context.sweep().step(before);
        swept.violations().forEach(this::violated);
        if (swept.closed() > 0) {
            context.events().closed(swept.closed());
        }
    }

    private void violated(String what) {
        if (violation == null) {
            violation = what;
        }
        context.events().violated(what);
    }

    /** What it looks after. Immutable. */
    record Context(
            Database database,
            Accounts accounts,
            LedgerReader ledger,
            LedgerGauges gauges,
            OriginSweep sweep,
            AccessSweep access,
            Duration closeAfter,
            Clock clock,
            StoreEvents events) {}
}
