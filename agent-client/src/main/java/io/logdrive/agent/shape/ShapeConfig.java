package io.logdrive.agent.shape;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an event leaves the machine.
 *
 * @param keep only events in which one of these finds something; empty: all
 * @param drop no events in which one of these finds something
 * @param redactions what is made unreadable in the others, in this order
 *     <p>Immutable.
 */
public record ShapeConfig(List<Pattern> keep, List<Pattern> drop, List<Redaction> redactions) {
    /** All of each. */
    public static final ShapeConfig NONE = new ShapeConfig(List.of(), List.of(), List.of());

    /** Whether every event leaves as it is. */
    public boolean isNone() {
        return keep.isEmpty() && drop.isEmpty() && redactions.isEmpty();
    }

    /** The text as it may leave, or null: the event is filtered. */
    public @Nullable String apply(String text) {
        boolean kept =
                (keep.isEmpty() || keep.stream().anyMatch(p -> p.matcher(text).find()))
                        && drop.stream().noneMatch(p -> p.matcher(text).find());
        if (!kept) {
            return null;
        }
        String shaped = text;
        for (Redaction redaction : redactions) {
            shaped = redaction.apply(shaped);
        }
        return shaped;
    }
}
