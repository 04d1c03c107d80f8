package io.logdrive.ingest.consume;

import io.logdrive.ingest.queue.ChunkOrder;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.queue.Volume;
import io.logdrive.ingest.workers.Worker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The log lines of one consumer's loop, the metrics they move, and its state. Thread-safe. */
final class ConsumerEvents implements ChunkOrder.Events {
    static final String STARTING = "starting";
    static final String RUNNING = "running";
    static final String RETRYING = "retrying";
    static final String STOPPED = "stopped";

    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.consume");

    private final String name;
    private final Counter lines;
    private final Counter duplicates;
    private final Counter failures;
    private final Counter dead;
    private final Counter commits;
    private final Counter forgotten;
    private final Counter disordered;
    private final Counter missing;
    private volatile Standing standing = new Standing(STARTING, "");
    private final AtomicInteger running = new AtomicInteger();
    private final Worker worker = new Worker();

    /** What is shown. Immutable. */
    record Standing(String state, String reason) {}

    ConsumerEvents(String name, MeterRegistry registry, QueueDepth depth) {
        this.name = name;
        this.lines = counter(registry, "lines");
        this.duplicates = counter(registry, "duplicate.lines");
        this.failures = counter(registry, "failures");
        this.dead = counter(registry, "dead.chunks");
        this.commits = counter(registry, "commits");
        this.forgotten = counter(registry, "forgotten.origins");
        this.disordered = counter(registry, "disordered.chunks");
        this.missing = counter(registry, "missing.lines");
        Tags tags = Tags.of("consumer", name);
        registry.gauge("logdrive.consumer.running", tags, running, AtomicInteger::get);
        registry.gauge("logdrive.consumer.depth.lines", tags, depth, d -> d.snapshot().lines());
        registry.gauge("logdrive.consumer.depth.chunks", tags, depth, d -> d.snapshot().chunks());
        registry.gauge("logdrive.consumer.depth.bytes", tags, depth, d -> d.snapshot().bytes());
    }

    private Counter counter(MeterRegistry registry, String what) {
        return Counter.builder("logdrive.consumer." + what)
                .tag("consumer", name)
                .register(registry);
    }

    Standing standing() {
        return standing;
    }

    /** What the consumer's thread says of itself. */
    Worker worker() {
        return worker;
    }

    /** Lines committed since the start. */
    long lines() {
        return (long) lines.count();
    }

    void opened(String position, int origins) {
        stands(RUNNING, "");
        LOGGER.log(
                System.Logger.Level.INFO,
                "consumer-opened consumer="
                        + name
                        + " position="
                        + position
                        + " origins="
                        + origins);
    }

    void committed(long committedLines) {
        lines.increment((double) committedLines);
        worker.carried(committedLines);
        commits.increment();
    }

    void duplicate(long count) {
        duplicates.increment((double) count);
    }

    /** Said when its state or reason is another one than before; else it only counts. */
    void failed(String state, String reason, Exception cause, long retryMillis) {
        failures.increment();
        Standing before = standing;
        stands(state, reason);
        // What it waits for may be told in other figures each time.
        boolean news =
                !before.state.equals(state)
                        || (state.equals(RETRYING) && !before.reason.equals(reason));
        LOGGER.log(
                news ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "consumer-failed consumer="
                        + name
                        + " state="
                        + state
                        + " retry-millis="
                        + retryMillis
                        + " data=queue cause="
                        + cause);
        LOGGER.log(System.Logger.Level.DEBUG, "consumer-failed consumer=" + name, cause);
    }

    void closeFailed(Exception cause) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-close-failed consumer=" + name + " data=queue cause=" + cause);
    }

    void rejected(String chunk, String reason) {
        dead.increment();
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-rejected consumer="
                        + name
                        + " chunk="
                        + chunk
                        + " data=dead-letters reason="
                        + reason);
    }

    void journalDamaged(Path aside) {
        LOGGER.log(
                System.Logger.Level.ERROR,
                "consumer-journal-damaged consumer="
                        + name
                        + " data="
                        + aside
                        + " effect=lines-may-come-twice");
    }

    void forgot(int origins) {
        forgotten.increment(origins);
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-origins-forgotten consumer="
                        + name
                        + " origins="
                        + origins
                        + " remedy=raise-ledger-origins-max");
    }

    @Override
    public void overtook() {
        // Usual while the queue begins to page; the forwarder counts it.
    }

    @Override
    public void disordered(UUID origin, long missingSequence, int chunks) {
        disordered.increment(chunks);
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-chunks-out-of-order consumer="
                        + name
                        + " origin="
                        + origin
                        + " missing-sequence="
                        + missingSequence
                        + " chunks="
                        + chunks
                        + " data=consumed");
    }

    /** The queue was seen empty, and less came out than went in. */
    void missing(Volume volume) {
        missing.increment((double) volume.lines());
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-queue-settled consumer="
                        + name
                        + " chunks="
                        + volume.chunks()
                        + " lines="
                        + volume.lines());
    }

    void stopped(int chunksOnLoan) {
        stands(STOPPED, "");
        LOGGER.log(
                System.Logger.Level.INFO,
                "consumer-stopped consumer=" + name + " chunks-on-loan=" + chunksOnLoan);
    }

    /** Queues whose consumer is no longer configured. */
    static void idle(List<String> queues) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumers-not-configured queues="
                        + queues
                        + " data=kept effect=they-get-nothing-more"
                        + " remedy=name-them-in-logdrive.ingest.consumers");
    }

    static void hangs(String name) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "consumer-hangs consumer=" + name + " effect=interrupted data=queue");
    }

    private void stands(String state, String reason) {
        standing = new Standing(state, reason);
        running.set(state.equals(RUNNING) ? 1 : 0);
    }
}
