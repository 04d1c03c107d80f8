package io.logdrive.systemtest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong with what was stored (RELIABILITY.md, "The oracle").
 *
 * <p>Immutable.
 *
 * @param lost acknowledged and not stored
 * @param invented stored and never attempted
 * @param doubled stored more than once
 * @param damaged texts whose length or CRC is wrong
 * @param disordered stored after a later line of the same source
 */
record OracleVerdict(
        Set<String> lost,
        Set<String> invented,
        Set<String> doubled,
        Set<String> damaged,
        Set<String> disordered) {
    static final OracleVerdict CLEAN =
            new OracleVerdict(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    /**
     * Judges {@code stored}, the texts of all of the oracle's lines in the order of their ids.
     * Lines that are stored and were not acknowledged are right.
     */
    static OracleVerdict on(OracleNotes notes, List<String> stored) {
        Set<String> damaged = new TreeSet<>();
        Set<String> doubled = new TreeSet<>();
        Set<String> disordered = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Map<String, Long> last = new HashMap<>();
        for (String text : stored) {
            OracleLine line = OracleLine.of(text);
            if (line == null) {
                damaged.add(text);
                continue;
            }
            if (!seen.add(line.id())) {
                doubled.add(line.id());
            } else if (line.sequence() < last.merge(line.source(), line.sequence(), Math::max)) {
                disordered.add(line.id());
            }
        }
        return new OracleVerdict(
                without(notes.acknowledged(), seen),
                without(seen, notes.attempted()),
                doubled,
                damaged,
                disordered);
    }

    /** The same without the disorder, for where no order is promised (decision 0009). */
    OracleVerdict inAnyOrder() {
        return new OracleVerdict(lost, invented, doubled, damaged, Set.of());
    }

    private static Set<String> without(Set<String> from, Set<String> these) {
        Set<String> left = new TreeSet<>(from);
        left.removeAll(these);
        return left;
    }
}
