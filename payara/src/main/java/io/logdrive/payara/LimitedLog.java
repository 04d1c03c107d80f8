package io.logdrive.payara;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Log lines that strangers can cause: within ten seconds the first hundred of a kind one by one,
 * the others as one line that says how many they were.
 *
 * <p>Thread-safe.
 */
public final class LimitedLog {
    static final int EACH_MAX = 100;
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final System.Logger logger;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * @param logger where it says it
     * @param nanoTime as {@link System#nanoTime}
     */
    public LimitedLog(System.Logger logger, LongSupplier nanoTime) {
        this.logger = logger;
        this.nanoTime = nanoTime;
        // Loads the class now: when no descriptor is left, which has to be said, it would be late.
        kinds.put("", new Kind(nanoTime.getAsLong()));
    }

    /**
     * Says one event.
     *
     * @param kind its name and its reason: {@code connection-closed reason=garbage}; of these there
     *     are few
     * @param details what follows in the line, such as {@code peer=…}
     */
    public void say(System.Logger.Level level, String kind, String details) {
        if (isOneOfTheFirst(kind)) {
            logger.log(level, kind + " " + details);
        }
    }

    /** Warns of one event, as {@link #say} does. */
    public void warn(String kind, String details) {
        say(System.Logger.Level.WARNING, kind, details);
    }

    /** Says how many were left out in periods that are over; to be called every second or so. */
    public void flush() {
        flush(false);
    }

    /** The same for periods that are not over yet. */
    public void flushAll() {
        flush(true);
    }

    private synchronized boolean isOneOfTheFirst(String kind) {
        Kind seen = kinds.computeIfAbsent(kind, added -> new Kind(nanoTime.getAsLong()));
        seen.count++;
        return seen.count <= EACH_MAX;
    }

    private void flush(boolean all) {
        for (String line : endPeriods(all)) {
            logger.log(System.Logger.Level.WARNING, line);
        }
    }

    private synchronized List<String> endPeriods(boolean all) {
        List<String> lines = new ArrayList<>();
        long now = nanoTime.getAsLong();
        kinds.entrySet()
                .removeIf(
                        entry -> {
                            Kind seen = entry.getValue();
                            long age = now - seen.sinceNanos;
                            if (!all && age < PERIOD_NANOS) {
                                return false;
                            }
                            if (seen.count > EACH_MAX) {
                                lines.add(
                                        entry.getKey()
                                                + " more="
                                                + (seen.count - EACH_MAX)
                                                + " seconds="
                                                + TimeUnit.NANOSECONDS.toSeconds(age));
                            }
                            return true;
                        });
        return lines;
    }

    /** What was seen of one kind in its period. Guarded by the log. */
    private static final class Kind {
        private final long sinceNanos;
        private long count;

        Kind(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }
}
