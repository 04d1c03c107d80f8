package io.logdrive.destination.store;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of one value, which is a text; case matters.
 *
 * <p>Implementations are immutable.
 */
public sealed interface ValueTest {
    /** It is there at all. */
    ValueTest PRESENT = new Present();

    /** It is there at all, whatever it is. Immutable. */
    record Present() implements ValueTest {}

    /** It is that text. Immutable. */
    record Equal(String text) implements ValueTest {}

    /** It begins with that text. Immutable. */
    record StartsWith(String text) implements ValueTest {}

    /** A regular expression (RE2) is found in it. Immutable. */
    record Matches(Regex regex) implements ValueTest {}

    /**
     * It lies between the bounds. A bound that is a number is compared with numbers only, and as a
     * number; any other text by the order of its code units.
     *
     * <p>Immutable.
     *
     * @param low null for none
     * @param high null for none
     */
    record Between(@Nullable Bound low, @Nullable Bound high) implements ValueTest {}

    /** One end of a range. Immutable. */
    record Bound(String text, boolean inclusive) {}
}
