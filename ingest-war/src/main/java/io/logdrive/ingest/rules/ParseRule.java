package io.logdrive.ingest.rules;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the lines of some origins become records.
 *
 * <p>Immutable.
 *
 * @param where it is written: {@code rules.yaml:12}
 * @param when for which origins
 * @param format what their lines are
 * @param shape of those formats that have one of their own
 * @param zone of times that name none
 * @param year of times that name none; 0: the one that brings them nearest to their receipt
 * @param time where it is, or null: where the format has it
 * @param level where it is, or null: where the format has it
 */
public record ParseRule(
        String where,
        Condition when,
        LineFormat format,
        Shape shape,
        ZoneId zone,
        int year,
        @Nullable TimeRule time,
        @Nullable LevelRule level) {
    /**
     * The user's own.
     *
     * <p>Immutable.
     *
     * @param pattern of {@code regex} and {@code grok}, else null
     * @param columns of {@code csv}, else null
     */
    record Shape(@Nullable LinePattern pattern, @Nullable CsvColumns columns) {
        static final Shape NONE = new Shape(null, null);
    }

    /** Whether it is for the lines of that origin. */
    public boolean isFor(LineOrigin origin) {
        RecordDraft known = new RecordDraft();
        known.origin(origin);
        known.begin();
        return when.holds(known);
    }

    /** Whether {@link #fieldsOf} is to be asked. */
    public boolean hasShape() {
        return shape.pattern() != null || shape.columns() != null;
    }

    /** What the user's own shape finds in a line; null when it does not fit. */
    public @Nullable Map<String, String> fieldsOf(String line) {
        if (shape.pattern() != null) {
            return shape.pattern().fieldsOf(line);
        }
        return shape.columns() == null ? null : shape.columns().fieldsOf(line);
    }

    /** Whether what was found are the names of the columns. */
    public boolean isHeader(Map<String, String> fields) {
        return shape.columns() != null && shape.columns().isHeader(fields);
    }

    @Override
    public String toString() {
        return where + ' ' + format.word();
    }
}
