package io.logdrive.ingest.rules;

import io.logdrive.wire.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the records for which a condition holds.
 *
 * <p>Immutable.
 *
 * @param name for people, once in a file
 * @param where it is written: {@code rules.yaml:12}
 * @param when for which records
 * @param tags that they get
 * @param drop whether they are dropped
 * @param set what they get besides
 * @param redactions what is taken out of them
 */
public record Rule(
        String name,
        String where,
        Condition when,
        List<String> tags,
        boolean drop,
        Settings set,
        List<Redaction> redactions) {
    /** Copies. */
    public Rule {
        tags = List.copyOf(tags);
        redactions = List.copyOf(redactions);
    }

    /**
     * What a record gets.
     *
     * <p>Immutable.
     *
     * @param level or null
     * @param service or null
     * @param host or null
     * @param fields by name
     */
    record Settings(
            @Nullable Level level,
            @Nullable String service,
            @Nullable String host,
            Map<String, String> fields) {
        static final Settings NONE = new Settings(null, null, null, Map.of());

        boolean isEmpty() {
            return level == null && service == null && host == null && fields.isEmpty();
        }

        void applyTo(RecordDraft draft) {
            if (level != null) {
                draft.level(level);
            }
            if (service != null) {
                draft.service(service);
            }
            if (host != null) {
                draft.host(host);
            }
            fields.forEach(draft::field);
        }
    }

    /** Whether it does anything in that stage. */
    public boolean acts(StageName stage) {
        return switch (stage) {
            case FIELDS -> !set.isEmpty();
            case TAG -> !tags.isEmpty();
            case FILTER -> drop;
            case REDACT -> !redactions.isEmpty();
            default -> false;
        };
    }

    /** Does what it does in that stage. */
    public void act(StageName stage, RecordDraft draft) {
        switch (stage) {
            case FIELDS -> set.applyTo(draft);
            case TAG -> tags.forEach(draft::tag);
            case FILTER -> draft.drop(name);
            case REDACT -> redactions.forEach(draft::redact);
            default -> {}
        }
    }
}
