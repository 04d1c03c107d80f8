package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What must hold of a message: an expression with two values. What a message does not have fulfils
 * no test, so that its negation holds.
 *
 * <p>Implementations are immutable.
 */
public sealed interface Condition {
    /** Holds for every message. */
    Condition EVERYTHING = new All(List.of());

    /** All of them hold; none: true. Immutable. */
    record All(List<Condition> parts) implements Condition {}

    /** One of them holds; none: false. Immutable. */
    record Any(List<Condition> parts) implements Condition {}

    /** It does not hold. Immutable. */
    record Not(Condition part) implements Condition {}

    /** The level is one of these. Immutable. */
    record LevelIn(Set<Level> levels) implements Condition {}

    /** It came in that stream. Immutable. */
    record OriginIs(UUID id) implements Condition {}

    /** One of the values that the subject has passes the test. Immutable. */
    record Has(Subject subject, ValueTest test) implements Condition {}

    /** The message has the text in it, in any case. Immutable. */
    record Contains(String text) implements Condition {}

    /**
     * The message has the text in it, in any case, and neither begins nor ends it within a word.
     *
     * <p>Immutable.
     *
     * @param prefix whether it may end within a word
     */
    record Words(String text, boolean prefix) implements Condition {}
}
