package io.logdrive.wire;

import java.util.BitSet;

/**
 * What is known of the lines of a chunk besides their bytes ({@code PROTOCOL.md}, "An agent's
 * chunk").
 *
 * <p>Immutable as long as nobody writes to {@code truncated}.
 *
 * @param truncated which lines, counted from 0 without those that are filtered, were cut
 * @param filtered which sequences have no line
 * @param attributes what its agent knows of all lines
 */
public record LineMarks(BitSet truncated, FilteredRuns filtered, LineAttributes attributes) {
    /** Sequences of one frame, with a line or without, at most. */
    public static final int SEQUENCES_MAX = 1_000_000;

    /** Whole lines of which nothing is known, each with its sequence. */
    public static final LineMarks NONE = of(new BitSet());

    /** Lines of which nothing is known but which of them were cut. */
    public static LineMarks of(BitSet truncated) {
        return new LineMarks(truncated, FilteredRuns.NONE, LineAttributes.NONE);
    }

    /** Takes the option {@code truncated} of a frame with so many entries. */
    static BitSet takeTruncated(MsgpackReader reader, int entries) {
        BitSet truncated = new BitSet();
        if (reader.takeNil()) {
            return truncated;
        }
        int count = reader.arrayHeader("the truncated lines");
        long least = 0;
        for (int i = 0; i < count; i++) {
            long index = reader.integer("the index of a line");
            if (index < least || index >= entries) {
                throw reader.refuse(
                        "the index of a line from " + least + " to " + (entries - 1L),
                        Long.toString(index));
            }
            truncated.set((int) index);
            least = index + 1;
        }
        return truncated;
    }

    /** Takes the option {@code filtered} of a frame with so many entries. */
    static FilteredRuns takeFiltered(MsgpackReader reader, int entries) {
        if (reader.takeNil()) {
            return FilteredRuns.NONE;
        }
        FilteredRuns.Builder filtered = new FilteredRuns.Builder();
        int runs = reader.arrayHeader("the filtered runs");
        for (int i = 0; i < runs; i++) {
            takeRun(reader, entries, filtered);
        }
        return filtered.build();
    }

    private static void takeRun(MsgpackReader reader, int entries, FilteredRuns.Builder filtered) {
        int elements = reader.arrayHeader("a filtered run");
        if (elements != 2) {
            throw reader.refuse("a filtered run of 2 elements", elements + " elements");
        }
        long at = reader.integer("where a filtered run begins");
        long count = reader.integer("the length of a filtered run");
        int before = filtered.total();
        // What lies before a run and is not filtered has an entry: there must be so many.
        if (at < filtered.end() || at > (long) entries + before) {
            throw reader.refuse(
                    "a filtered run from "
                            + filtered.end()
                            + " to "
                            + ((long) entries + before)
                            + " on",
                    Long.toString(at));
        }
        if (count < 1 || count > SEQUENCES_MAX - before - (long) entries) {
            throw reader.refuse(
                    "a filtered run of 1 to "
                            + (SEQUENCES_MAX - before - (long) entries)
                            + " sequences",
                    Long.toString(count));
        }
        filtered.add((int) at, (int) count);
    }
}
