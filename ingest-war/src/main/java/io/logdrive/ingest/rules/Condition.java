package io.logdrive.ingest.rules;

import java.util.List;

/** What a {@code when} asks for. Thread-safe. */
@FunctionalInterface
interface Condition {
    /** Of a rule without a {@code when}. */
    Condition ALWAYS = draft -> true;

    boolean holds(RecordDraft draft);

    static Condition all(List<Condition> conditions) {
        List<Condition> each = List.copyOf(conditions);
        return each.size() == 1
                ? each.get(0)
                : draft -> {
                    for (Condition one : each) {
                        if (!one.holds(draft)) {
                            return false;
                        }
                    }
                    return true;
                };
    }

    static Condition any(List<Condition> conditions) {
        List<Condition> each = List.copyOf(conditions);
        return draft -> {
            for (Condition one : each) {
                if (one.holds(draft)) {
                    return true;
                }
            }
            return false;
        };
    }

    default Condition negated() {
        return draft -> !holds(draft);
    }
}
