package io.logdrive.ingest.rules;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The log lines about rules and the metrics they move. Thread-safe. */
public final class RulesEvents {
    private static final System.Logger LOGGER = System.getLogger("io.logdrive.ingest.rules");

    private final Counter loads;
    private final Counter refusals;
    private final AtomicInteger refused = new AtomicInteger();

    /** Of rules that there are not. */
    static final RulesEvents NONE = new RulesEvents(new SimpleMeterRegistry());

    /** Registers the metrics. */
    public RulesEvents(MeterRegistry registry) {
        this.loads = Counter.builder("logdrive.process.rules.loads").register(registry);
        this.refusals = Counter.builder("logdrive.process.rules.refusals").register(registry);
        registry.gauge("logdrive.process.rules.refused", refused);
    }

    void loaded(RuleSet rules) {
        loads.increment();
        refused.set(0);
        LOGGER.log(
                System.Logger.Level.INFO,
                "rules-loaded file="
                        + rules.file()
                        + " parse="
                        + rules.parse().size()
                        + " rules="
                        + rules.rules().size());
    }

    /** Once for each state of the file. */
    void refused(String file, List<String> problems) {
        refusals.increment();
        refused.set(1);
        LOGGER.log(
                System.Logger.Level.WARNING,
                "rules-refused file="
                        + file
                        + " rules=those-before-are-kept problems="
                        + problems.size()
                        + " "
                        + String.join("; ", problems));
    }

    /** What was refused is again as it was when it was taken. */
    void restored(String file) {
        refused.set(0);
        LOGGER.log(System.Logger.Level.INFO, "rules-restored file={0}", file);
    }
}
