package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that is looked at, with what is parsed of it only when somebody asks.
 *
 * <p>Confined to one thread.
 */
final class Candidate {
    private final StoredMessage message;
    private final FieldTexts wanted;
    private final Deadline deadline;
    private @Nullable Map<String, List<String>> fields;
    private @Nullable List<String> tags;

    Candidate(StoredMessage message, FieldTexts wanted, Deadline deadline) {
        this.message = message;
        this.wanted = wanted;
        this.deadline = deadline;
    }

    StoredMessage message() {
        return message;
    }

    Deadline deadline() {
        return deadline;
    }

    String body() {
        String body = message.body();
        return body == null ? "" : body;
    }

    boolean isPresent(Subject subject) {
        return subject.kind() == Subject.Kind.FIELD
                ? fields().containsKey(subject.name())
                : !values(subject).isEmpty();
    }

    List<String> values(Subject subject) {
        return switch (subject.kind()) {
            case LEVEL -> level();
            case SERVICE -> one(message.service());
            case HOST -> one(message.host());
            case ORIGIN -> one(String.valueOf(message.origin()));
            case MESSAGE -> one(message.body());
            case TAG -> tags();
            case FIELD -> fields().getOrDefault(subject.name(), List.of());
        };
    }

    /** Its first value there, if that is a number. */
    @Nullable BigDecimal number(Subject subject) {
        List<String> values = values(subject);
        return values.isEmpty() ? null : NumberText.parse(values.get(0));
    }

    private List<String> level() {
        Integer number = message.level();
        Level level = number == null ? null : Level.ofNumber(number);
        return level == null ? List.of() : List.of(level.name());
    }

    private List<String> tags() {
        if (tags == null) {
            tags = FieldTexts.array(message.tags());
        }
        return tags;
    }

    private Map<String, List<String>> fields() {
        if (fields == null) {
            fields = wanted.read(message.fields());
        }
        return fields;
    }

    private static List<String> one(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }
}
