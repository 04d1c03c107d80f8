package io.logdrive.ingest.rules;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a record a condition looks at: none, one or, of tags, several texts.
 *
 * <p>Immutable.
 */
final class Subject {
    /** What is known before a line is looked at. */
    static final List<String> OF_ORIGINS =
            List.of("listener", "origin", "peer", "service", "host", "tag");

    /** What is known of a record, besides its fields. */
    static final List<String> OF_RECORDS =
            List.of("listener", "origin", "peer", "service", "host", "tag", "level", "message");

    static final String FIELD = "field.";

    private final String name;
    private final Function<RecordDraft, @Nullable String> text;

    private Subject(String name, Function<RecordDraft, @Nullable String> text) {
        this.name = name;
        this.text = text;
    }

    /** The one of that name; of no other but {@link #OF_RECORDS} and {@code field.…}. */
    static Subject of(String name) {
        if (name.startsWith(FIELD)) {
            String field = name.substring(FIELD.length());
            return new Subject(name, draft -> draft.field(field));
        }
        return new Subject(
                name,
                switch (name) {
                    case "listener" -> draft -> draft.origin().listener();
                    case "origin" -> draft -> filled(draft.origin().name());
                    case "peer" -> draft -> filled(draft.origin().peer());
                    case "service" -> RecordDraft::service;
                    case "host" -> RecordDraft::host;
                    case "message" -> RecordDraft::body;
                    case "level" ->
                            draft -> draft.level() == null ? null : String.valueOf(draft.level());
                    default -> draft -> null;
                });
    }

    private static @Nullable String filled(String text) {
        return text.isEmpty() ? null : text;
    }

    boolean exists(RecordDraft draft) {
        return name.equals("tag") ? !draft.tags().isEmpty() : text.apply(draft) != null;
    }

    /** Whether any of its texts passes. */
    boolean passes(RecordDraft draft, TextTest test) {
        if (!name.equals("tag")) {
            String only = text.apply(draft);
            return only != null && test.passes(only);
        }
        for (String tag : draft.tags()) {
            if (test.passes(tag)) {
                return true;
            }
        }
        return false;
    }
}
