package io.logdrive.ingest.process;

import io.logdrive.wire.FilteredRuns;
import java.util.BitSet;

/**
 * Which lines of a chunk rules have dropped, told line by line in their order.
 *
 * <p>Confined to the thread that parses.
 */
final class DroppedLines {
    private final BitSet dropped = new BitSet();
    private int lines;

    void clear() {
        dropped.clear();
        lines = 0;
    }

    /** What became of the next line. */
    void next(boolean isDropped) {
        if (isDropped) {
            dropped.set(lines);
        }
        lines++;
    }

    /**
     * Together with the sequences that have no line.
     *
     * @param filtered by the agent: the lines told are those between them
     * @param sequences how many the chunk has
     */
    FilteredRuns with(FilteredRuns filtered, int sequences) {
        if (dropped.isEmpty()) {
            return filtered;
        }
        FilteredRuns.Builder all = new FilteredRuns.Builder();
        int line = 0;
        int sequence = 0;
        for (int run = 0; run <= filtered.runs(); run++) {
            boolean last = run == filtered.runs();
            int stop = last ? sequences : filtered.at(run);
            for (; sequence < stop; sequence++) {
                if (dropped.get(line++)) {
                    all.add(sequence, 1);
                }
            }
            if (!last) {
                all.add(sequence, filtered.count(run));
                sequence += filtered.count(run);
            }
        }
        return all.build();
    }
}
