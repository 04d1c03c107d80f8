package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.RuleSet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The metrics of what lines became, and the log line when some of it is forgotten. Services,
 * origins and tags that lines and agents bring are no labels: there is no bound to them.
 *
 * <p>Confined to the thread that counts.
 */
final class ProcessMetrics {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.process");
    private static final String NAME = "logdrive.process.";

    /** Names that rules had since the start: files that come and go must not fill the metrics. */
    private static final int LABELS_MAX = 1_000;

    private final MeterRegistry registry;
    private final Counter lines;
    private final Counter unparsed;
    private final Counter timeAssumed;
    private final Counter redacted;
    private final Map<String, Counter> levels = new HashMap<>();
    private final Map<String, Counter> rules = new HashMap<>();
    private final Map<String, Counter> tags = new HashMap<>();
    private final Set<String> ofRules = new HashSet<>();
    private final Map<String, Counter> drops = new HashMap<>();
    private final Map<String, Counter> forgotten = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private RuleSet labelled = RuleSet.NONE;

    ProcessMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lines = counter("lines");
        this.unparsed = counter("unparsed.lines");
        this.timeAssumed = counter("time.assumed.lines");
        this.redacted = counter("redacted.lines");
    }

    private Counter counter(String name, String... labels) {
        return Counter.builder(NAME + name).tags(labels).register(registry);
    }

    void lines(int more) {
        lines.increment(more);
    }

    void unparsed(int more) {
        unparsed.increment(more);
    }

    void timeAssumed(int more) {
        timeAssumed.increment(more);
    }

    void redacted(int more) {
        redacted.increment(more);
    }

    void level(String level, int more) {
        add(levels, level, name -> counter("level.lines", "level", name), more);
    }

    /** Whose tags may be labels. */
    void rules(RuleSet inForce) {
        if (!inForce.equals(labelled)) {
            labelled = inForce;
            ofRules.clear();
            inForce.rules().forEach(rule -> ofRules.addAll(rule.tags()));
        }
    }

    void tag(String tag, int more) {
        if (ofRules.contains(tag)) {
            add(tags, tag, name -> counter("tag.lines", "tag", name), more);
        }
    }

    void rule(String rule, long more, long dropped) {
        add(rules, rule, name -> counter("rule.lines", "rule", name), more);
        if (dropped > 0) {
            add(drops, rule, name -> counter("filtered.lines", "rule", name), dropped);
        }
    }

    private static void add(
            Map<String, Counter> counters,
            String name,
            Function<String, Counter> register,
            long more) {
        Counter counter = counters.get(name);
        if (counter == null && counters.size() < LABELS_MAX) {
            counter = register.apply(name);
            counters.put(name, counter);
        }
        if (counter != null) {
            counter.increment((double) more);
        }
    }

    /** A name has no count of its own any more. */
    void forgot(String what) {
        add(forgotten, what, name -> counter("forgotten.names", "of", name), 1);
        if (told.add(what)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "statistics-full of={0} oldest=summed-as-forgotten",
                    what);
        }
    }
}
