package io.logdrive.destination.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages counted and measured in groups. Immutable. */
public final class Aggregates {
    private Aggregates() {}

    /**
     * What to count.
     *
     * <p>Immutable.
     *
     * @param keys a group for each combination of their values
     * @param steps and for each step of time, or null
     * @param measured the fields whose numbers are measured
     * @param groupsMax how many groups there may be
     */
    public record Request(
            List<Subject> keys, @Nullable Steps steps, List<Subject> measured, int groupsMax) {}

    /**
     * The messages of one combination of values.
     *
     * <p>Immutable but for the numbers.
     *
     * @param startMicros where the step begins, or null without steps
     * @param values of the keys in their order; null for messages that have none
     * @param numbers of the measured fields in their order
     */
    public record Group(
            @Nullable Long startMicros,
            List<@Nullable String> values,
            long count,
            List<Numbers> numbers) {}

    /**
     * The answer.
     *
     * <p>Immutable.
     *
     * @param groups in no order
     * @param total how many messages there are; one with two values of a key is in two groups
     * @param beyond how many countings fell to groups that were too many to be kept
     * @param stoppedMicros null, or the time before which nothing was looked at
     */
    public record Result(
            List<Group> groups, long total, long beyond, @Nullable Long stoppedMicros) {}
}
