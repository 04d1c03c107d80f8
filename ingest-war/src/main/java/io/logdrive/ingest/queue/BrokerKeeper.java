package io.logdrive.ingest.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the embedded broker running: watches its disk, stops the intake before Artemis would, and
 * opens the broker again after it stopped by itself.
 *
 * <p>Nothing else restarts an Artemis that stopped on a critical I/O error (RELIABILITY M8). Its
 * unconfirmed chunks are still with {@link ArtemisChunkQueue}, which sends them again.
 *
 * <p>Thread-safe.
 */
public final class BrokerKeeper implements QueueGate, Runnable, AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private static final int LOOKS_UNTIL_BINDINGS = 8;

    /** What Linux, macOS and the BSDs say; where another says something else, bytes tell. */
    private static final String NO_SPACE = "No space left";

    private final EmbeddedBroker broker;
    private final Path directory;
    private final QueueDepth depth;
    private final QueueEvents events;
    private final DiskGuard guard;
    private final Ballast ballast;
    private final DamagedParts damage;
    private final DirectoryLock lock;

    /** Bytes that may be sent before the next look: a fast intake must not outrun the looks. */
    private final AtomicLong allowance = new AtomicLong();

    private volatile GuardStatus status;
    private volatile long lookedNanos = System.nanoTime();
    private volatile boolean closed;
    private int failures;
    private int looks;
    private long reopenNanos;

    /** A keeper of {@code broker}, whose files are in {@code config}'s directory. */
    public BrokerKeeper(
            EmbeddedBroker broker, QueueConfig config, QueueDepth depth, QueueEvents events) {
        this.broker = broker;
        this.directory = config.directory();
        this.depth = depth;
        this.events = events;
        this.guard = new DiskGuard(config.diskFreeMin());
        this.ballast = new Ballast(directory.resolve("ballast"), config.diskBallast());
        this.lock = new DirectoryLock(directory.resolve("lock"));
        this.damage = new DamagedParts(directory, events);
        this.status =
                new GuardStatus(
                        GuardState.BROKER_STOPPED,
                        "broker not started",
                        0,
                        config.diskFreeMin(),
                        List.of());
    }

    /** The queue at this broker. */
    public ArtemisChunkQueue queue(BrokerConnector connector, QueueConfig config) {
        return new ArtemisChunkQueue(connector, config, depth, events, this);
    }

    /**
     * Starts the broker with what of its files is readable. A disk that is too full is no reason
     * not to start: {@link #run} goes on trying.
     *
     * @throws QueueUnavailableException when it cannot be started for another reason
     */
    public void start() {
        lockDirectory();
        look();
        if (status.state() == GuardState.WAITING_FOR_DISK) {
            events.diskLowAtStart(directory, status);
        }
        try {
            open();
        } catch (QueueUnavailableException e) {
            if (!isDiskFailure()) {
                throw e;
            }
            failed(e);
        }
    }

    /** Looks at the disk and the broker four times a second, until closed or interrupted. */
    @Override
    public void run() {
        try {
            while (!closed) {
                step();
                await(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isAccepting() {
        return status.state() == GuardState.ACCEPTING
                && allowance.get() > 0
                && broker.life().isIntact();
    }

    @Override
    public void sent(int bytes) {
        allowance.addAndGet(-bytes);
    }

    @Override
    public BrokerLife life() {
        return broker.life();
    }

    /** What it says of itself. */
    public GuardStatus status() {
        return status;
    }

    /** Ends {@link #run}; the broker itself is closed by its owner. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        try {
            lock.close();
        } catch (IOException e) {
            events.keeperFailed(new UncheckedIOException(e));
        }
    }

    /** Whoever finds the journal of another process in use must not set it aside as damaged. */
    private void lockDirectory() {
        try {
            Files.createDirectories(directory);
            if (!lock.tryLock()) {
                throw new QueueUnavailableException(
                        "embedded broker: cannot start: expected "
                                + directory
                                + " to be free, found it in use by another process");
            }
        } catch (IOException e) {
            throw new QueueUnavailableException(
                    "embedded broker: cannot start: cannot use " + directory + ": " + e, e);
        }
    }

    private synchronized void await(long millis) throws InterruptedException {
        if (!closed) {
            TimeUnit.MILLISECONDS.timedWait(this, millis);
        }
    }

    /** One look at the disk and the broker. */
    void step() {
        try {
            if (broker.isUp()) {
                damage.collectInvalidPages();
                look();
                // Not at once: the broker writes them without waiting for the disk.
                if (++looks == LOOKS_UNTIL_BINDINGS) {
                    damage.keepBindings();
                }
                rebuildBallast();
            } else {
                reopen();
            }
        } catch (RuntimeException e) {
            events.keeperFailed(e);
        }
    }

    /** How long ago it looked at the disk. */
    public long lookAgeNanos() {
        return System.nanoTime() - lookedNanos;
    }

    private void look() {
        long free = freeBytes();
        boolean accepting =
                guard.look(free, totalBytes(), depth.enqueued().bytes(), System.nanoTime());
        lookedNanos = System.nanoTime();
        allowance.set(guard.allowance(free));
        GuardStatus before = status;
        GuardState state = accepting ? GuardState.ACCEPTING : GuardState.WAITING_FOR_DISK;
        String reason =
                accepting
                        ? ""
                        : "disk: expected "
                                + guard.reserve()
                                + " bytes free in "
                                + directory
                                + ", found "
                                + free
                                + "; make room there, or lower queue.disk-free-min";
        status = new GuardStatus(state, reason, free, guard.reserve(), damage.setAside());
        if (before.state() != state) {
            events.guard(before.state(), status);
        }
    }

    /** Stops what is left of a broker that failed, and opens it when there may be room. */
    private void reopen() {
        BrokerLife life = broker.life();
        if (status.state() != GuardState.BROKER_STOPPED) {
            failed(new QueueUnavailableException("embedded broker: " + life.failure()));
        }
        if (System.nanoTime() - reopenNanos < 0) {
            return;
        }
        try {
            broker.close();
            open();
        } catch (QueueUnavailableException e) {
            failed(e);
        }
    }

    private void open() {
        damage.inspect();
        for (boolean started = false; !started; ) {
            try {
                broker.start();
                started = true;
            } catch (QueueUnavailableException e) {
                if (isDiskFailure() || !damage.setAsideUnreadable(e)) {
                    throw e;
                }
            }
        }
        failures = 0;
        looks = 0;
        look();
    }

    private void failed(QueueUnavailableException cause) {
        failures++;
        double random = ThreadLocalRandom.current().nextDouble();
        long delay = RetryDelay.millis(failures, random);
        reopenNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        boolean dropped = dropBallast();
        status =
                new GuardStatus(
                        GuardState.BROKER_STOPPED,
                        "broker stopped: disk: " + cause.getMessage(),
                        freeBytes(),
                        guard.reserve(),
                        damage.setAside());
        events.brokerStopped(status, dropped, delay);
    }

    /** Whether the broker failed for want of room, or of a disk that reads and writes. */
    private boolean isDiskFailure() {
        BrokerLife life = broker.life();
        String failure = life.failure();
        return freeBytes() < guard.reserve()
                || life.failedBySystem()
                || (failure != null && failure.contains(NO_SPACE));
    }

    private boolean dropBallast() {
        try {
            return ballast.drop();
        } catch (IOException e) {
            events.keeperFailed(new UncheckedIOException(e));
            return false;
        }
    }

    /** Only with so much room that its own bytes do not close the gate. */
    private void rebuildBallast() {
        if (ballast.bytes() == 0 || !isAccepting()) {
            return;
        }
        try {
            if (!ballast.isThere() && freeBytes() >= 2 * guard.reserve() + ballast.bytes()) {
                ballast.build();
                events.ballastBuilt(ballast.bytes());
            }
        } catch (IOException e) {
            events.keeperFailed(new UncheckedIOException(e));
        }
    }

    private long freeBytes() {
        return bytes(FileStore::getUsableSpace);
    }

    private long totalBytes() {
        return bytes(FileStore::getTotalSpace);
    }

    /** As 0 when it cannot be asked: then the disk is no place to write to. */
    private long bytes(Measure measure) {
        try {
            Files.createDirectories(directory);
            return measure.of(Files.getFileStore(directory));
        } catch (IOException e) {
            return 0;
        }
    }

    private interface Measure {
        long of(FileStore store) throws IOException;
    }
}
