package io.logdrive.ingest.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is done with a line, in the order in which it is done unless a file says another. */
public enum StageName {
    /** Bytes become a record, by the first format that fits. */
    PARSE,
    /** Its time, where the format's own parser found none. */
    TIME,
    /** Its level, as above. */
    LEVEL,
    /** What rules {@code set}. */
    FIELDS,
    /** What rules {@code tag}. */
    TAG,
    /** What rules {@code drop}. */
    FILTER,
    /** What rules {@code redact}. */
    REDACT;

    /** The order when nothing is said. */
    static final List<StageName> DEFAULT_ORDER = List.of(values());

    /** The word in the file and in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(StageName::word).toList();
    }
}
