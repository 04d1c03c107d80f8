package io.logdrive.wire;

import java.util.ArrayList;
import java.util.List;

/** The bits of a record's {@code flags}: what was done to the line on its way. Immutable. */
public final class RecordFlags {
    /** The line was longer than the limit and was cut there. */
    public static final int TRUNCATED = 1;

    /** Bytes that are not UTF-8, lone surrogates or NULs were replaced or removed. */
    public static final int REPLACED = 2;

    /** No parser fitted: the body is the line as it came. */
    public static final int UNPARSED = 4;

    /** The line had no usable time of its own: event time is the received time. */
    public static final int TIME_ASSUMED = 8;

    private static final String[] WORDS = {"truncated", "replaced", "unparsed", "time-assumed"};

    private RecordFlags() {}

    /** The words for the bits that are set, in their order, as the API has them. */
    public static List<String> words(int flags) {
        List<String> words = new ArrayList<>();
        for (int bit = 0; bit < WORDS.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                words.add(WORDS[bit]);
            }
        }
        return words;
    }
}
