package io.logdrive.ingest.rules;

import java.util.Arrays;
import java.util.List;

/**
 * Which rules are for a record, and for how many they were. That is decided where the first stage
 * comes in which a rule acts, and holds for its others: what it does in one stage must not keep it
 * from what it does in the next.
 *
 * <p>Confined to one thread.
 */
public final class RuleMatches {
    private static final byte UNDECIDED = 0;
    private static final byte HELD = 1;
    private static final byte NOT_HELD = 2;

    private final List<Rule> rules;
    private final byte[] decided;
    private final long[] hits;
    private final long[] drops;

    /** Of rules none of which was asked. */
    public RuleMatches(List<Rule> rules) {
        this.rules = rules;
        this.decided = new byte[rules.size()];
        this.hits = new long[rules.size()];
        this.drops = new long[rules.size()];
    }

    /** Another record follows. */
    public void next() {
        Arrays.fill(decided, UNDECIDED);
    }

    /** Lets the rules that act in that stage do so where they are for the record. */
    public void apply(StageName stage, RecordDraft draft) {
        for (int i = 0; i < decided.length && !draft.isDropped(); i++) {
            Rule rule = rules.get(i);
            if (rule.acts(stage) && isFor(i, rule, draft)) {
                rule.act(stage, draft);
                drops[i] += draft.isDropped() ? 1 : 0;
            }
        }
    }

    private boolean isFor(int index, Rule rule, RecordDraft draft) {
        if (decided[index] == UNDECIDED) {
            boolean held = rule.when().holds(draft);
            decided[index] = held ? HELD : NOT_HELD;
            hits[index] += held ? 1 : 0;
        }
        return decided[index] == HELD;
    }

    /** Forgets how many there were. */
    public void clear() {
        Arrays.fill(hits, 0);
        Arrays.fill(drops, 0);
    }

    /** For how many records each rule was, in the order of the rules. */
    public long[] hits() {
        return hits.clone();
    }

    /** How many records each rule dropped. */
    public long[] drops() {
        return drops.clone();
    }
}
