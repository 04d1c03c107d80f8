package io.logdrive.ingest.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.Rule;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Counts what lines became, chunk by chunk: what is counted of a line is an addition or two, all
 * else is done once for a chunk.
 *
 * <p>A chunk counts when it has been put into a batch. One that the queue delivers again, after a
 * broken connection to the broker or a restart, counts again; the ledger counts exactly.
 *
 * <p>Thread-safe: the forwarder counts, others ask.
 */
public final class LineStatistics {
    static final int ORIGINS_MAX = 10_000;
    static final int NAMES_MAX = 1_000;

    private static final Level[] LEVELS = Level.values();

    /** Of OpenTelemetry's severity numbers four belong to each. */
    private static final int NUMBERS_OF_A_LEVEL = 4;

    private final ProcessMetrics metrics;
    private final LongSupplier nanoTime;
    private final Instant since;

    @GuardedBy("this")
    private final LineCount lines = new LineCount();

    @GuardedBy("this")
    private final LineCount unparsed = new LineCount();

    @GuardedBy("this")
    private final LineCount timeAssumed = new LineCount();

    @GuardedBy("this")
    private final LineCount filtered = new LineCount();

    @GuardedBy("this")
    private final LineCount filteredBySender = new LineCount();

    @GuardedBy("this")
    private final LineCount redacted = new LineCount();

    /** The last is of records without one. */
    @GuardedBy("this")
    private final LineCount[] levels = new LineCount[LEVELS.length + 1];

    @GuardedBy("this")
    private final CountsByName tags = new CountsByName(NAMES_MAX);

    @GuardedBy("this")
    private final CountsByName services = new CountsByName(NAMES_MAX);

    @GuardedBy("this")
    private final CountsByName rules = new CountsByName(NAMES_MAX);

    @GuardedBy("this")
    private final CountsByOrigin origins = new CountsByOrigin(ORIGINS_MAX);

    @GuardedBy("this")
    private final int[] ofLevel = new int[LEVELS.length + 1];

    @GuardedBy("this")
    private final RunningCounts running = new RunningCounts();

    @GuardedBy("this")
    private final RunningCounts runningTags = new RunningCounts();

    private final RunningCounts.Sink toServices = this::addService;
    private final RunningCounts.Sink toTags = this::addTag;

    /** Registers the metrics. */
    public LineStatistics(MeterRegistry registry) {
        this(registry, System::nanoTime, Instant.now());
    }

    LineStatistics(MeterRegistry registry, LongSupplier nanoTime, Instant since) {
        this.metrics = new ProcessMetrics(registry);
        this.nanoTime = nanoTime;
        this.since = since;
        Arrays.setAll(levels, level -> new LineCount());
    }

    /**
     * Counts a chunk.
     *
     * @param records that its lines became
     * @param without the sequences of which there is none
     * @param counts what rules did
     */
    public synchronized void count(
            Chunk chunk, List<LogRecord> records, FilteredRuns without, RuleCounts counts) {
        if (chunk.format() == Chunk.Format.NONE) {
            return;
        }
        long now = nanoTime.getAsLong();
        int bySender = chunk.marks().filtered().total();
        int byRules = without.total() - bySender;
        metrics.rules(counts.rules());
        int notParsed = countRecords(records, now);
        add(lines, chunk.kept(), now);
        add(filtered, byRules, now);
        add(filteredBySender, bySender, now);
        countRules(counts, now);
        metrics.lines(chunk.kept());
        if (origins.add(chunk.origin(), chunk.kept(), notParsed, byRules, now)) {
            metrics.forgot("origin");
        }
    }

    @GuardedBy("this")
    private int countRecords(List<LogRecord> records, long now) {
        Arrays.fill(ofLevel, 0);
        int notParsed = 0;
        int assumed = 0;
        for (LogRecord each : records) {
            Level level = each.level();
            ofLevel[level == null ? LEVELS.length : level.number() / NUMBERS_OF_A_LEVEL]++;
            int flags = each.flags();
            notParsed += (flags & RecordFlags.UNPARSED) == 0 ? 0 : 1;
            assumed += (flags & RecordFlags.TIME_ASSUMED) == 0 ? 0 : 1;
            if (each.service() != null) {
                running.add(each.service(), toServices);
            }
            for (String tag : each.tags()) {
                runningTags.add(tag, toTags);
            }
        }
        running.flush(toServices);
        runningTags.flush(toTags);
        for (int i = 0; i < ofLevel.length; i++) {
            if (ofLevel[i] > 0) {
                levels[i].add(ofLevel[i], now);
                metrics.level(word(i), ofLevel[i]);
            }
        }
        add(unparsed, notParsed, now);
        add(timeAssumed, assumed, now);
        metrics.unparsed(notParsed);
        metrics.timeAssumed(assumed);
        return notParsed;
    }

    @GuardedBy("this")
    private void countRules(RuleCounts counts, long now) {
        List<Rule> all = counts.rules().rules();
        for (int i = 0; i < counts.hits().length; i++) {
            if (counts.hits()[i] > 0) {
                rules.add(all.get(i).name(), counts.hits()[i], now);
                metrics.rule(all.get(i).name(), counts.hits()[i], counts.drops()[i]);
            }
        }
        add(redacted, counts.redacted(), now);
        metrics.redacted(counts.redacted());
    }

    private static void add(LineCount count, int more, long now) {
        if (more > 0) {
            count.add(more, now);
        }
    }

    private synchronized void addService(String name, int count) {
        if (services.add(name, count, nanoTime.getAsLong())) {
            metrics.forgot("service");
        }
    }

    private synchronized void addTag(String name, int count) {
        metrics.tag(name, count);
        if (tags.add(name, count, nanoTime.getAsLong())) {
            metrics.forgot("tag");
        }
    }

    private static String word(int level) {
        return level == LEVELS.length ? "none" : LEVELS[level].name().toLowerCase(Locale.ROOT);
    }

    /**
     * What was counted so far.
     *
     * @param limit of how many tags, services, rules and origins
     */
    public synchronized StatisticsSnapshot snapshot(int limit) {
        long now = nanoTime.getAsLong();
        List<StatisticsSnapshot.Named> byLevel = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            LineCount count = levels[i];
            byLevel.add(new StatisticsSnapshot.Named(word(i), count.total(), count.perSecond(now)));
        }
        return new StatisticsSnapshot(
                since,
                figure(lines, now),
                figure(unparsed, now),
                figure(timeAssumed, now),
                figure(filtered, now),
                figure(filteredBySender, now),
                figure(redacted, now),
                List.copyOf(byLevel),
                tags.snapshot(limit, now),
                services.snapshot(limit, now),
                rules.snapshot(limit, now),
                origins.snapshot(limit, now));
    }

    private static StatisticsSnapshot.Figure figure(LineCount count, long now) {
        return new StatisticsSnapshot.Figure(count.total(), count.perSecond(now));
    }
}
