package io.logdrive.ingest.archive;

import io.logdrive.wire.RecordFlags;
import java.util.ArrayList;
import java.util.List;

/** The words for a record's flags, as the destination's API has them. Thread-safe. */
final class FlagWords {
    private FlagWords() {}

    static List<String> of(int flags) {
        List<String> words = new ArrayList<>();
        add(words, "truncated", flags & RecordFlags.TRUNCATED);
        add(words, "replaced", flags & RecordFlags.REPLACED);
        add(words, "unparsed", flags & RecordFlags.UNPARSED);
        add(words, "time-assumed", flags & RecordFlags.TIME_ASSUMED);
        return words;
    }

    private static void add(List<String> words, String word, int bit) {
        if (bit != 0) {
            words.add(word);
        }
    }
}
