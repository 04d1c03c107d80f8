package io.logdrive.agent;

import io.logdrive.agent.config.AgentConfig;
import io.logdrive.agent.config.ConfigException;
import io.logdrive.agent.config.ConfigSource;
import io.logdrive.agent.send.Uplink;
import io.logdrive.agent.status.AgentState;
import io.logdrive.agent.status.AgentState.Count;
import io.logdrive.agent.tail.InputConfig;
import io.logdrive.agent.tail.TailConfig;
import io.logdrive.agent.tail.TailEvents;
import io.logdrive.agent.tail.TailState;
import io.logdrive.agent.tail.Tailer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code tail}, from its start to its end: takes another configuration when there is one,
 * and tells how it is.
 *
 * <p>Confined to the main thread, except {@link #state}, which is thread-safe.
 */
final class TailRun implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ConfigSource source;
    private final Surroundings surroundings;
    private final EventLog log;
    private final TailEvents events;
    private final Uplink uplink;
    private final Tailer tailer;
    private final Instant started;
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private volatile AgentConfig config;
    private final LongAdder reloads = new LongAdder();
    private final LongAdder rejections = new LongAdder();

    /**
     * Opens the checkpoint.
     *
     * @throws io.logdrive.agent.position.PositionException when it cannot be used
     */
    TailRun(ConfigSource source, AgentConfig config, Surroundings surroundings, EventLog log) {
        this.source = source;
        this.config = config;
        this.surroundings = surroundings;
        this.log = log;
        this.started = surroundings.clock().instant();
        if (config.file() != null) {
            // Without a file there is nothing to take, and closing the terminal ends the agent.
            surroundings.interrupts().listenForHangUps(() -> hungUp.set(true));
        }
        this.events = new TailEvents(log::say);
        this.uplink = new Uplink(config.uplink(), new LoggedUplink(log));
        this.tailer =
                new Tailer(
                        config.tail(),
                        uplink::put,
                        events,
                        surroundings.epochMicros(),
                        () -> this.config.uplink().gzip());
    }

    /** Runs until everything is read, which only happens once, or the user wants it to end. */
    int run() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        surroundings.interrupts().listen(() -> interrupted.set(true));
        ConfigWatch watch = new ConfigWatch(config.file(), surroundings.nanoTime());
        sayEffective();
        uplink.start();
        tailer.start();
        boolean done = false;
        while (!done && !interrupted.get() && uplink.fault() == null) {
            done = tailer.await(LOOK_NANOS);
            if (watch.hasChanged() || hungUp.getAndSet(false)) {
                reload();
            }
        }
        tailer.stop();
        uplink.close(TailConfig.STOP_MAX);
        int left = uplink.unacknowledged();
        log.say("tail-stopped events=" + events.sentEvents() + " unacknowledged-chunks=" + left);
        Throwable fault = tailer.fault() == null ? uplink.fault() : tailer.fault();
        if (fault != null) {
            throw new IllegalStateException("tail: expected to go on, found " + fault, fault);
        }
        boolean once = config.tail().once();
        boolean whole = left == 0 && done && !tailer.isMissingFiles();
        return once && !whole ? ExitCode.NOT_CONFIRMED : ExitCode.CONFIRMED;
    }

    /** What is wrong changes nothing. */
    @SuppressWarnings("FutureReturnValueIgnored") // the events tell when it is done
    private void reload() {
        AgentConfig next;
        try {
            next = source.tail();
        } catch (ConfigException e) {
            rejections.increment();
            e.problems().forEach(problem -> log.say("config-rejected " + problem));
            log.say("config-kept file=" + config.file() + " problems=" + e.problems().size());
            return;
        }
        reloads.increment();
        log.say("config-taken file=" + next.file());
        sayWhatNeedsAStart("checkpoint", config.tail().checkpoint(), next.tail().checkpoint());
        sayWhatNeedsAStart("status", config.status(), next.status());
        config = next;
        sayEffective();
        uplink.reconfigure(next.uplink());
        tailer.reconfigure(next.tail().inputs());
    }

    private void sayEffective() {
        config.effective().forEach(line -> log.say("config-effective " + line));
    }

    private void sayWhatNeedsAStart(String key, @Nullable Object now, @Nullable Object next) {
        if (!Objects.equals(now, next)) {
            log.say("config-waits key=" + key + " until=the next start");
        }
    }

    /** How it is. */
    AgentState state() {
        TailState tail = tailer.state();
        Path file = config.file();
        Map<Count, Long> counts =
                Map.of(
                        Count.EVENTS_READ, events.sentEvents(),
                        Count.BYTES_READ, events.sentBytes(),
                        Count.BYTES_LOST, events.lostBytes(),
                        Count.CONFIG_RELOADS, reloads.sum(),
                        Count.CONFIG_REJECTIONS, rejections.sum());
        return new AgentState(
                new Version().getVersion()[0],
                started,
                surroundings.clock().instant(),
                file == null ? "" : file.toString(),
                tail,
                uplink.state(),
                counts,
                heldSeconds());
    }

    private Map<String, Double> heldSeconds() {
        Map<String, Double> held = new LinkedHashMap<>();
        List<InputConfig> inputs = config.tail().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            String name = inputs.get(i).nameOr(i + 1);
            held.put(name, events.heldNanos(name) / 1e9);
        }
        return held;
    }

    @Override
    public void close() {
        try (tailer) {
            uplink.close();
        }
    }
}
