package io.logdrive.ingest.consume;

import static org.awaitility.Awaitility.await;

import io.logdrive.consumer.RecordConsumer;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.QueueDepth;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One consumer with a queue in memory, run by a thread as ingest does. */
public final class LoopFixture {
    private final RedeliveringSource source = new RedeliveringSource();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ConsumerEvents events;
    private final ConsumerLoop loop;
    private final Thread thread;

    /**
     * @param commitBytes bytes of lines that are committed together
     */
    public LoopFixture(RecordConsumer consumer, Path data, Disk disk, long commitBytes) {
        this(consumer, data, disk, commitBytes, EffectiveRules.NONE);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    LoopFixture(
            RecordConsumer consumer, Path data, Disk disk, long commitBytes, EffectiveRules rules) {
        QueueDepth depth = QueueDepth.open(data.resolve("depth"));
        events = new ConsumerEvents("test", metrics, depth);
        loop =
                new ConsumerLoop(
                        new ConsumerConfig(
                                "test",
                                consumer,
                                LoopFixture.class.getClassLoader(),
                                commitBytes,
                                Duration.ofMillis(20),
                                Duration.ofDays(1),
                                1_000),
                        new ConsumerLoop.Surroundings(
                                data, disk, Thread::new, Clock.systemUTC(), rules, failures -> 1),
                        source,
                        depth,
                        events);
        thread = new Thread(loop, "test-consume");
        thread.start();
    }

    /** Lets {@code consumer} read its settings, given without what they begin with. */
    public static <T extends RecordConsumer> T configured(T consumer, Map<String, String> values) {
        Map<String, String> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put("logdrive.ingest.consumer.x." + key, value));
        ConfigurationReader reader =
                new ConfigurationReader("logdrive.ingest.", Settings.ofMap(settings));
        consumer.configure(new ReaderSettings("consumer.x.", reader));
        reader.finish();
        return consumer;
    }

    public void put(Chunk chunk) {
        source.put(chunk);
    }

    public List<String> rejected() {
        return source.rejected();
    }

    public String state() {
        return events.standing().state();
    }

    public String reason() {
        return events.standing().reason();
    }

    /** Whether it would be said to be stalled if nothing changed for so long. */
    public boolean isStalledAfter(Duration time) {
        return loop.isStalled(System.nanoTime() + time.toNanos());
    }

    public double counted(String metric) {
        return metrics.counter("logdrive.consumer." + metric, "consumer", "test").count();
    }

    /** Waits until everything is committed and acknowledged. */
    public void awaitEmpty() {
        await("the queue is empty")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(source::isEmpty);
    }

    public void stop() throws InterruptedException {
        loop.stop();
        thread.join(30_000);
        if (thread.isAlive()) {
            throw new IllegalStateException("consumer: expected to have ended, found it alive");
        }
    }
}
