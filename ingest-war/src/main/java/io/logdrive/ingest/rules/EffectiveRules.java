package io.logdrive.ingest.rules;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force. Who parses asks for them before each chunk, so that a chunk is parsed by the
 * rules of one moment. The file is read again while ingest runs: what is wrong with it leaves the
 * rules as they are.
 *
 * <p>The whole file is read at each look. It is small, and neither its time nor its size tells of
 * every change: a second write within the same tick of the file system's clock, of as many bytes.
 *
 * <p>Thread-safe.
 */
public final class EffectiveRules {
    private final @Nullable Path file;
    private final RulesEvents events;
    private final Clock clock;
    private final AtomicReference<RuleSet> current = new AtomicReference<>(RuleSet.NONE);

    @GuardedBy("this")
    private String text = "";

    /** What the last look found, if anything else; taken when the next one finds it again. */
    @GuardedBy("this")
    private String candidate = "";

    @GuardedBy("this")
    private Instant loaded;

    @GuardedBy("this")
    private List<String> problems = List.of();

    /** There are none, ever. */
    public static final EffectiveRules NONE =
            new EffectiveRules(null, RulesEvents.NONE, Clock.systemUTC());

    private EffectiveRules(@Nullable Path file, RulesEvents events, Clock clock) {
        this.file = file;
        this.events = events;
        this.clock = clock;
        this.loaded = clock.instant();
    }

    /**
     * Where they stand.
     *
     * <p>Immutable.
     *
     * @param rules in force
     * @param loaded since when
     * @param problems why what the file says now is not in force; empty when it is
     */
    public record State(RuleSet rules, Instant loaded, List<String> problems) {}

    /** Those of the file that is configured, or none. */
    public static EffectiveRules open(RulesConfig config, RulesEvents events) {
        return open(config, events, Clock.systemUTC());
    }

    /**
     * @throws RulesException when anything is wrong with the file
     */
    static EffectiveRules open(RulesConfig config, RulesEvents events, Clock clock) {
        EffectiveRules rules = new EffectiveRules(config.file(), events, clock);
        if (config.file() != null) {
            rules.load(RulesText.read(config.file()));
        }
        return rules;
    }

    /** Those in force. */
    public RuleSet current() {
        return Objects.requireNonNull(current.get());
    }

    /** Those in force, and what is to be said of them. */
    public synchronized State state() {
        return new State(current(), loaded, problems);
    }

    /** Reads the file; called about once a second. */
    public synchronized void look() {
        if (file == null) {
            return;
        }
        try {
            String found = RulesText.read(file);
            if (found.equals(text)) {
                restore();
            } else if (found.equals(candidate)) {
                load(found);
            }
            // An editor may be writing it: half a file can be right as well. The next look tells.
            candidate = found;
        } catch (RulesException e) {
            if (!e.problems().equals(problems)) {
                problems = e.problems();
                events.refused(file.toString(), problems);
            }
        }
    }

    private synchronized void load(String found) {
        RuleSet rules = RuleSet.of(String.valueOf(file), found);
        text = found;
        problems = List.of();
        loaded = clock.instant();
        current.set(rules);
        events.loaded(rules);
    }

    private synchronized void restore() {
        if (!problems.isEmpty()) {
            problems = List.of();
            events.restored(String.valueOf(file));
        }
    }
}
