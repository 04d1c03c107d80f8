package io.logdrive.ingest.rules;

import java.time.ZoneId;

/**
 * How the lines of some origins become records.
 *
 * <p>Immutable.
 *
 * @param where it is written: {@code rules.yaml:12}
 * @param when for which origins
 * @param format what their lines are
 * @param zone of times that name none
 * @param year of times that name none; 0: the one that brings them nearest to their receipt
 */
public record ParseRule(String where, Condition when, LineFormat format, ZoneId zone, int year) {
    /** Whether it is for the lines of that origin. */
    public boolean isFor(LineOrigin origin) {
        RecordDraft known = new RecordDraft();
        known.origin(origin);
        known.begin();
        return when.holds(known);
    }

    @Override
    public String toString() {
        return where + ' ' + format.word();
    }
}
