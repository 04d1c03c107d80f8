package io.logdrive.destination.store;

import io.logdrive.wire.Outcome;

/**
 * Consecutive sequences of one origin that are accounted for, and how many had which outcome: a row
 * of the table {@code ledger}.
 *
 * <p>Immutable.
 */
record Interval(long first, long last, long stored, long filtered, long dead) {

    static Interval of(long first, long last, Outcome outcome) {
        long count = last - first + 1;
        return new Interval(
                first,
                last,
                outcome == Outcome.STORED ? count : 0,
                outcome == Outcome.FILTERED ? count : 0,
                outcome == Outcome.DEAD ? count : 0);
    }

    /** All sequences of a closed origin: from 0, without a gap. */
    static Interval closed(long stored, long filtered, long dead) {
        return new Interval(0, stored + filtered + dead - 1, stored, filtered, dead);
    }

    /** The sums of an origin that has this interval and no other. */
    OriginLedger.Sums sums() {
        return new OriginLedger.Sums(last + 1, stored, filtered, dead, first == 0 ? 0 : 1);
    }

    /** This and a disjoint one, from the lower first to the higher last. */
    Interval joined(Interval other) {
        return new Interval(
                Math.min(first, other.first),
                Math.max(last, other.last),
                stored + other.stored,
                filtered + other.filtered,
                dead + other.dead);
    }

    /** With one stored sequence made a dead one. */
    Interval withOneDead() {
        return new Interval(first, last, stored - 1, filtered, dead + 1);
    }

    /** With one dead sequence made a stored one. */
    Interval withOneRevived() {
        return new Interval(first, last, stored + 1, filtered, dead - 1);
    }
}
