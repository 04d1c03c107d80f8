package io.logdrive.ingest.queue;

import io.logdrive.ingest.workers.Worker;
import io.logdrive.payara.letters.LetterTask;
import io.logdrive.payara.letters.LettersChanged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/** The queue's log lines and the metrics they move. Thread-safe. */
public final class QueueEvents {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.queue");

    private final Counter reconnects;
    private final Counter resent;
    private final Counter duplicates;
    private final Counter refused;
    private final Counter dead;
    private final Counter brokerStops;
    private final Counter damaged;
    private final Worker enqueuer = new Worker();

    /** Registers the metrics. */
    public QueueEvents(MeterRegistry registry, QueueDepth depth) {
        this.reconnects = Counter.builder("logdrive.queue.connection.failures").register(registry);
        this.resent =
                Counter.builder("logdrive.queue.resent").baseUnit("chunks").register(registry);
        this.duplicates =
                Counter.builder("logdrive.queue.duplicate").baseUnit("lines").register(registry);
        this.refused =
                Counter.builder("logdrive.queue.refused").baseUnit("chunks").register(registry);
        this.dead = Counter.builder("logdrive.queue.dead").baseUnit("chunks").register(registry);
        this.brokerStops = Counter.builder("logdrive.queue.broker.stops").register(registry);
        this.damaged =
                Counter.builder("logdrive.queue.damaged").baseUnit("files").register(registry);
        registry.gauge("logdrive.queue.depth.lines", depth, d -> d.snapshot().lines());
        registry.gauge("logdrive.queue.depth.chunks", depth, d -> d.snapshot().chunks());
        registry.gauge("logdrive.queue.depth.bytes", depth, d -> d.snapshot().bytes());
        if (depth.wasDamaged()) {
            damaged.increment();
            LOGGER.log(
                    System.Logger.Level.ERROR,
                    "queue-damaged part=depth data=depth.damaged reason=totals that make no sense;"
                            + " counting begins anew");
        }
        registry.more()
                .counter(
                        "logdrive.queue.enqueued.lines",
                        java.util.List.of(),
                        depth,
                        d -> (double) d.enqueued().lines());
        registry.more()
                .counter(
                        "logdrive.queue.acknowledged.lines",
                        java.util.List.of(),
                        depth,
                        d -> (double) d.acknowledged().lines());
    }

    /** What the thread that sends to the broker says of itself. */
    public Worker enqueuer() {
        return enqueuer;
    }

    void connected(String side) {
        LOGGER.log(System.Logger.Level.INFO, "queue-connected side={0}", side);
    }

    void connectionFailed(String side, Throwable cause, long delayMillis) {
        reconnects.increment();
        LOGGER.log(
                System.Logger.Level.WARNING,
                "queue-connection-failed side="
                        + side
                        + " retry-millis="
                        + delayMillis
                        + " data=kept cause="
                        + cause);
    }

    void resending(int chunks) {
        resent.increment(chunks);
        LOGGER.log(System.Logger.Level.WARNING, "queue-resending chunks={0}", chunks);
    }

    void duplicate(Chunk chunk) {
        duplicates.increment(chunk.lines());
    }

    void abandoned(int chunks) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "queue-closed-early chunks-unconfirmed={0} data=with-sender",
                chunks);
    }

    void deadLetter(String chunk, String reason) {
        dead.increment();
        LOGGER.log(
                System.Logger.Level.ERROR,
                "chunk-dead chunk="
                        + chunk
                        + " data="
                        + EmbeddedBroker.DEAD_LETTERS
                        + " reason="
                        + reason);
    }

    void deadLetterRetried(String chunk) {
        LOGGER.log(System.Logger.Level.INFO, "dead-letter-retried chunk={0} data=queued", chunk);
    }

    void deadLetterDeleted(String chunk) {
        LOGGER.log(System.Logger.Level.WARNING, "dead-letter-deleted chunk={0} data=gone", chunk);
    }

    /**
     * One line for all of them.
     *
     * @param failure why it ended before its time, else empty
     */
    void deadLettersChanged(LetterTask task, LettersChanged changed, String failure) {
        boolean isOrdinary = task.isRetry() && changed.refused() == 0 && failure.isEmpty();
        LOGGER.log(
                isOrdinary ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                task.line(changed, task.isRetry() ? "data=queued" : "data=gone", failure));
    }

    void refusedMessage(String messageId, RuntimeException cause) {
        refused.increment();
        LOGGER.log(System.Logger.Level.ERROR, "queue-message-refused id=" + messageId, cause);
    }

    void guard(GuardState before, GuardStatus now) {
        boolean accepting = now.state() == GuardState.ACCEPTING;
        LOGGER.log(
                accepting ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "queue-guard state="
                        + now.state().word()
                        + " before="
                        + before.word()
                        + " free-bytes="
                        + now.freeBytes()
                        + " reserve-bytes="
                        + now.reserveBytes()
                        + (accepting ? "" : " data=with-sender reason=" + now.reason()));
    }

    void diskLowAtStart(Path directory, GuardStatus status) {
        LOGGER.log(
                System.Logger.Level.ERROR,
                "disk-low-at-start directory="
                        + directory
                        + " free-bytes="
                        + status.freeBytes()
                        + " reserve-bytes="
                        + status.reserveBytes()
                        + " effect=nothing-is-accepted-the-queue-drains"
                        + " remedy=make-room-or-lower-logdrive.ingest.queue.disk-free-min");
    }

    void brokerStopped(GuardStatus status, boolean ballastDropped, long retryMillis) {
        brokerStops.increment();
        LOGGER.log(
                System.Logger.Level.ERROR,
                "broker-stopped free-bytes="
                        + status.freeBytes()
                        + " ballast-dropped="
                        + ballastDropped
                        + " retry-millis="
                        + retryMillis
                        + " data=queue,unconfirmed-with-sender reason="
                        + status.reason());
    }

    void ballastBuilt(long bytes) {
        LOGGER.log(System.Logger.Level.DEBUG, "ballast-built bytes={0}", bytes);
    }

    /** The end of the page that was being written when the process or its disk failed. */
    void incompletePage(Path page, long bytes) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "queue-page-cut page=" + page + " bytes=" + bytes + " data=never-confirmed");
    }

    void damaged(Path part, Path aside, String reason) {
        damaged.increment();
        LOGGER.log(
                System.Logger.Level.ERROR,
                "queue-damaged part=" + part + " data=" + aside + " reason=" + reason);
    }

    void keeperFailed(RuntimeException cause) {
        LOGGER.log(System.Logger.Level.ERROR, "broker-keeper-failed data=queue", cause);
    }
}
