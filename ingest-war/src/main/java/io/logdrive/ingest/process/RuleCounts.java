package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.RuleSet;

/**
 * What rules did to the lines of a chunk.
 *
 * <p>Immutable as long as nobody writes to the arrays.
 *
 * @param rules in whose order they are
 * @param hits for how many records each rule was
 * @param drops how many each rule dropped
 * @param redacted how many records had something replaced
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RuleCounts(RuleSet rules, long[] hits, long[] drops, int redacted) {
    /** No rule did anything. */
    static final RuleCounts NONE = new RuleCounts(RuleSet.NONE, new long[0], new long[0], 0);
}
