package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.ParseRule;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.ingest.rules.StageName;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets sample lines go through rules as lines of the queue do, and notes what each stage does.
 *
 * <p>Confined to the thread that tries.
 */
public final class Trial {
    private final Pipeline pipeline;
    private final AttributeFields attributes;

    /** Lines of that origin by these rules. */
    public Trial(RuleSet rules, LineOrigin origin) {
        this.pipeline = new Pipeline(rules);
        this.attributes =
                new AttributeFields(
                        new LineAttributes(
                                origin.service(), origin.host(), origin.tags(), Map.of()));
        pipeline.begin(origin);
    }

    /**
     * What a stage did.
     *
     * <p>Immutable.
     *
     * @param stage its name
     * @param before what the record was; null before it is parsed
     * @param after what it has become
     */
    public record Step(StageName stage, @Nullable LogRecord before, LogRecord after) {}

    /**
     * What became of a line.
     *
     * <p>Immutable.
     *
     * @param entry of {@code parse} that had it, or null: it was told apart, or nothing fitted
     * @param steps in their order
     * @param droppedBy the rule that dropped it, or null
     */
    public record Outcome(@Nullable String entry, List<Step> steps, @Nullable String droppedBy) {
        /** What it was at the end. */
        public LogRecord last() {
            return steps.get(steps.size() - 1).after();
        }
    }

    /** Tries one line. */
    public Outcome line(String text, long receivedMicros) {
        byte[] bytes = text.getBytes(UTF_8);
        LogRecord parsed =
                attributes.addTo(pipeline.parse().parse(bytes, 0, bytes.length, receivedMicros, 0));
        ParseRule taken = pipeline.parse().taken();
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(StageName.PARSE, null, parsed));
        String droppedBy =
                pipeline.trace(
                        parsed,
                        (stage, before, after) -> steps.add(new Step(stage, before, after)));
        return new Outcome(taken == null ? null : taken.toString(), steps, droppedBy);
    }
}
