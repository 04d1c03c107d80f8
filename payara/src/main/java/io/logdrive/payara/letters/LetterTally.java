package io.logdrive.payara.letters;

import java.util.ArrayList;
import java.util.List;

/** Counts what becomes of dead letters while they are changed. Confined to one thread. */
public final class LetterTally {
    private static final int REASONS_MAX = 5;

    private long done;
    private long refused;
    private long looked;
    private final List<String> reasons = new ArrayList<>();

    /** Some were changed for good. */
    public void done(long count) {
        done += count;
    }

    /** One stays, and why. */
    public void refused(String reason) {
        refused++;
        if (reasons.size() < REASONS_MAX) {
            reasons.add(reason);
        }
    }

    /** One was looked at. */
    public void looked() {
        looked++;
    }

    /** The same without those that stay: where each look sees all of these again. */
    public LetterTally withoutRefused() {
        LetterTally rest = new LetterTally();
        rest.done = done;
        return rest;
    }

    /** What it came to when all were looked at. */
    public LettersChanged whole() {
        return new LettersChanged(done, refused, reasons, false);
    }

    /**
     * What it came to when time ran out. Going on is of use only if this piece of work moved
     * something, as each begins with the oldest again: else it says so, and nobody waits for ever.
     *
     * @param moved how many the next one will not meet again
     */
    public LettersChanged cut(long moved) {
        if (moved > 0) {
            return new LettersChanged(done, refused, reasons, true);
        }
        List<String> all = new ArrayList<>(reasons);
        all.add(0, "no time for more than the " + looked + " oldest, none of which was changed");
        return new LettersChanged(done, refused, all, false);
    }

    /** How many were changed for good. */
    public long done() {
        return done;
    }

    /** How many stay. */
    public long refused() {
        return refused;
    }
}
