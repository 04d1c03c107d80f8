package io.logdrive.destination.store;

import io.logdrive.payara.Sabotage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The database with its writer: takes batches, answers queries, says whether it is well.
 *
 * <p>Thread-safe.
 */
public final class Store {
    private static final String WRITER_THREAD = "destination-store-1";
    private static final String UPKEEP_THREAD = "destination-upkeep-1";
    private static final String RETENTION_THREAD = "destination-retention-1";

    private static final List<Sabotage> SABOTAGES =
            List.of(Sabotage.ACKNOWLEDGE_BEFORE_COMMIT, Sabotage.SKIP_LEDGER);

    private static final long ABANDON_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Database database;
    private final GroupQueue queue;
    private final GroupWriter writer;
    private final Thread writerThread;
    private final StoreEvents events;
    private final MessageReader messages;
    private final LedgerReader ledger;
    private final DeadLetters deadLetters;
    private final AccessTables access;
    private final Upkeep upkeep;
    private final StoreStatus status;
    private final Commits commits = new Commits();
    private final Thread upkeepThread;
    private final Retention retention;
    private final Thread retentionThread;
    private final AtomicReference<Lifecycle> lifecycle = new AtomicReference<>(Lifecycle.RUNNING);

    private Store(Database database, StoreConfig config, Platform platform) {
        this.database = database;
        this.queue = new GroupQueue(config.queue());
        this.events = new StoreEvents(platform.metrics(), queue);
        Accounts accounts = new Accounts(queue::received);
        this.writer =
                new GroupWriter(
                        database,
                        queue,
                        new GroupWriter.Context(
                                config.group(),
                                events,
                                platform.clock(),
                                () -> ThreadLocalRandom.current().nextDouble(),
                                accounts));
        writer.onCommit(commits::signal);
        this.messages =
                new MessageReader(database, new ScanTurns(queue::isBehind, LockSupport::parkNanos));
        this.ledger = new LedgerReader(database);
        this.deadLetters = new DeadLetters(database, platform.clock(), events);
        this.access = new AccessTables(database, platform.clock());
        this.upkeep =
                new Upkeep(
                        new Upkeep.Context(
                                database,
                                accounts,
                                ledger,
                                new LedgerGauges(platform.metrics()),
                                new OriginSweep(database),
                                access.sweep(),
                                config.originCloseAfter(),
                                platform.clock(),
                                events));
        this.status = new StoreStatus(database, config, queue, writer, upkeep);
        this.writerThread = platform.threads().newThread(writer);
        this.writerThread.setName(WRITER_THREAD);
        this.upkeepThread = platform.threads().newThread(upkeep);
        this.upkeepThread.setName(UPKEEP_THREAD);
        this.retention =
                new Retention(
                        database,
                        config.retention(),
                        platform.clock(),
                        new RetentionEvents(platform.metrics()));
        this.retentionThread = platform.threads().newThread(retention);
        this.retentionThread.setName(RETENTION_THREAD);
    }

    /**
     * Opens the database, brings its schema up to date and starts the writer.
     *
     * @throws StoreException when the database cannot be opened
     */
    public static Store open(StoreConfig config, Platform platform) {
        Store store = start(DatabaseKind.open(config, platform.threads()), config, platform);
        String url = config.database().shownUrl();
        store.events.opened(url.isEmpty() ? config.data().toString() : url);
        return store;
    }

    /** As {@link #open} on a database that is open already. */
    static Store start(Database database, StoreConfig config, Platform platform) {
        Store store = new Store(database, config, platform);
        SABOTAGES.stream().filter(Sabotage::isOn).forEach(store.events::sabotaged);
        store.writerThread.start();
        store.upkeepThread.start();
        store.retentionThread.start();
        return store;
    }

    /** Where batches go. */
    public BatchSink batches() {
        return queue;
    }

    /** Reads messages back. */
    public MessageReader messages() {
        return messages;
    }

    /** Reads the ledger. */
    public LedgerReader ledger() {
        return ledger;
    }

    /** How it is, for people who look. */
    public StoreStatus status() {
        return status;
    }

    /** Says when this process committed something. */
    public Commits commits() {
        return commits;
    }

    /** For one thread that follows the commits. */
    public CommittedReader committed() {
        return new CommittedReader(database);
    }

    /** What could not be stored. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Users, tokens, sessions, and what was done by whom. */
    public AccessTables access() {
        return access;
    }

    /** Has {@code task} done every ten seconds, too; it must not throw. */
    public void eachUpkeep(Runnable task) {
        upkeep.also(task);
    }

    /**
     * Null while the figures agreed at every check since the start; else the first disagreement: a
     * defect of ours, worth a look at the log, while what comes is still stored.
     */
    public @Nullable String violation() {
        return upkeep.violation();
    }

    /** Null when the database answers and takes what is written; else why not. */
    public @Nullable String problem() {
        if (lifecycle.get() != Lifecycle.RUNNING) {
            return "store: stopped";
        }
        if (!writerThread.isAlive()) {
            return "store: its writer has ended";
        }
        String problem = writer.problem();
        if (problem == null) {
            problem = database.shortage();
        }
        if (problem == null) {
            String away = messages.ping();
            if (away != null) {
                return away;
            }
            problem = database.danger();
        }
        return problem == null ? null : "database: " + problem;
    }

    /**
     * Takes no more batches, commits those that wait, and closes the database. What is not
     * committed by the deadline is not acknowledged.
     *
     * @param deadlineNanos by {@link System#nanoTime}
     */
    public void stop(long deadlineNanos) {
        if (!lifecycle.compareAndSet(Lifecycle.RUNNING, Lifecycle.STOPPING)) {
            return;
        }
        queue.close();
        upkeep.stop();
        retention.stop();
        joinWriter(deadlineNanos - System.nanoTime());
        if (writerThread.isAlive()) {
            writer.abandon();
            // The attempt it is in ends by itself; an interrupt would close H2's file under it.
            joinWriter(ABANDON_NANOS);
        }
        join(upkeepThread, Math.max(ABANDON_NANOS, deadlineNanos - System.nanoTime()));
        join(retentionThread, Math.max(ABANDON_NANOS, deadlineNanos - System.nanoTime()));
        access.close();
        database.close();
        lifecycle.set(Lifecycle.STOPPED);
        events.stopped(queue.batches(), queue.records());
    }

    Retention retention() {
        return retention;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    private void joinWriter(long nanos) {
        join(writerThread, nanos);
    }

    private static void join(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the container provides. Immutable. */
    public record Platform(ThreadFactory threads, Clock clock, MeterRegistry metrics) {}

    private enum Lifecycle {
        RUNNING,
        STOPPING,
        STOPPED
    }
}
