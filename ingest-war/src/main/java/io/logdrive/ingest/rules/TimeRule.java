package io.logdrive.ingest.rules;

import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Where the time of a line is.
 *
 * <p>Immutable.
 *
 * @param field whose text it is
 * @param patterns of the user; empty: one of the forms that are known
 */
public record TimeRule(String field, List<DateTimeFormatter> patterns) {
    /** Copies. */
    public TimeRule {
        patterns = List.copyOf(patterns);
    }
}
