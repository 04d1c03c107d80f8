package io.logdrive.agent.tail;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What happens to files, said and counted.
 *
 * <p>Thread-safe.
 */
public final class TailEvents {
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int UNREADABLE_MAX = 10_000;

    private final Consumer<String> log;
    private final LongSupplier nanos;

    @GuardedBy("unreadable")
    private final Map<String, Said> unreadable = new HashMap<>();

    private final LongAdder sentEvents = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder lostBytes = new LongAdder();
    private final Map<String, LongAdder> held = new ConcurrentHashMap<>();

    /** When it was said, and how often it happened since. Immutable. */
    private record Said(long nanos, long more) {}

    /**
     * @param log takes lines {@code event-name key=value …}
     */
    public TailEvents(Consumer<String> log) {
        this(log, System::nanoTime);
    }

    TailEvents(Consumer<String> log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    void begun(TailedFile file) {
        log.accept(
                "file-found path="
                        + file.path()
                        + " origin="
                        + file.origin()
                        + " from="
                        + file.read().offset());
    }

    void resumed(TailedFile file) {
        log.accept(
                "file-resumed path="
                        + file.path()
                        + " origin="
                        + file.origin()
                        + " from="
                        + file.read().offset()
                        + " sequence="
                        + file.read().sequence());
    }

    void ended(TailedFile file) {
        log.accept("file-ended path=" + file.path() + " events=" + file.read().sequence());
    }

    /** It was truncated, and what was not read of it was found elsewhere. */
    void moved(TailedFile file, Path from) {
        log.accept("file-replaced path=" + from + " rest=" + file.path());
    }

    /** It was truncated, and what was not read of it is nowhere. */
    void truncated(TailedFile file, long unreadBytes) {
        lostBytes.add(unreadBytes);
        log.accept(
                "file-truncated path="
                        + file.path()
                        + " read-bytes="
                        + file.read().offset()
                        + " unread-bytes="
                        + unreadBytes
                        + (unreadBytes > 0 ? " lost=they were in the file only" : ""));
    }

    void unreadable(Path path, IOException why) {
        String event = "file-unreadable path=" + path + " reason=" + why;
        String times = "";
        long now = nanos.getAsLong();
        synchronized (unreadable) {
            Said said = unreadable.get(event);
            if (said != null && now - said.nanos() < AGAIN_NANOS) {
                unreadable.put(event, new Said(said.nanos(), said.more() + 1));
                return;
            }
            if (unreadable.size() == UNREADABLE_MAX) {
                unreadable.clear();
            }
            unreadable.put(event, new Said(now, 0));
            times = said == null || said.more() == 0 ? "" : " times=" + (said.more() + 1);
        }
        log.accept(event + times + " retried=true");
    }

    void unwatched(Path folder, IOException why) {
        log.accept("folder-unwatched path=" + folder + " reason=" + why + " scanned=true");
    }

    /** Files of the input begin to wait for their turn. */
    void limited(String input, long max) {
        log.accept("input-limited input=" + input + " rate-max=" + max);
    }

    void stillLimited(String input, long max, long heldNanos) {
        log.accept(
                "input-limited input="
                        + input
                        + " rate-max="
                        + max
                        + " held-seconds="
                        + seconds(heldNanos));
    }

    /** It is slower than it may be, for a second by now. */
    void unlimited(String input, long max, long heldNanos) {
        log.accept(
                "input-unlimited input="
                        + input
                        + " rate-max="
                        + max
                        + " held-seconds="
                        + seconds(heldNanos));
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    void held(String input, long nanos) {
        held.computeIfAbsent(input, any -> new LongAdder()).add(nanos);
    }

    /** How long files of an input waited because of its rate, in nanoseconds. */
    public long heldNanos(String input) {
        LongAdder sum = held.get(input);
        return sum == null ? 0 : sum.sum();
    }

    /** A new configuration is at hand: nothing is read until all that was is acknowledged. */
    void reloading(int inputs) {
        log.accept("inputs-reloading inputs=" + inputs);
    }

    void reloaded(int inputs, long waitedNanos) {
        log.accept("inputs-reloaded inputs=" + inputs + " waited-seconds=" + seconds(waitedNanos));
    }

    /** What another agent may have sent is cut as it was; what follows as is configured now. */
    void recut(TailedFile file) {
        log.accept("file-recut path=" + file.path() + " from=" + file.read().offset());
    }

    /** No input wants it any more; how far it is acknowledged is kept. */
    void left(TailedFile file) {
        log.accept("file-left path=" + file.path() + " at=" + file.read().offset());
    }

    void unsaved(IOException why) {
        log.accept("checkpoint-unsaved reason=" + why + " retried=true");
    }

    void handedOn(long events, long bytes) {
        sentEvents.add(events);
        sentBytes.add(bytes);
    }

    /** Events that were handed on to be sent. */
    public long sentEvents() {
        return sentEvents.sum();
    }

    /** Bytes of files that those events are of. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Bytes known to be cut off files before they were read. */
    public long lostBytes() {
        return lostBytes.sum();
    }
}
