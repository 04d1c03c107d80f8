package io.logdrive.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code KEY=VALUE}s. Thread-safe. */
final class FieldsText {
    private static final String KEY_PATTERN = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";
    private static final int VALUE_CHARS_MAX = 1_000;
    private static final int COUNT_MAX = 50;

    /** What lines have anyway, in one format or another. */
    private static final Set<String> TAKEN =
            Set.of(
                    "time", "level", "service", "host", "message", "request", "user", "session",
                    "path", "status", "latency", "detail");

    private FieldsText() {}

    /** In the order they were given in; what is wrong with them is added to the problems. */
    static Map<String, String> read(List<String> texts, List<String> problems) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (texts.size() > COUNT_MAX) {
            problems.add("--field: expected at most " + COUNT_MAX + ", found " + texts.size());
            return fields;
        }
        for (String text : texts) {
            int mark = text.indexOf('=');
            String key = mark < 0 ? text : text.substring(0, mark);
            String value = text.substring(mark + 1);
            if (mark < 0 || !key.matches(KEY_PATTERN)) {
                problems.add("--field: expected KEY=VALUE, KEY " + KEY_PATTERN + ", found " + text);
            } else if (TAKEN.contains(key)) {
                problems.add("--field: expected a key that lines do not have, found " + key);
            } else if (value.length() > VALUE_CHARS_MAX) {
                problems.add(
                        "--field: expected a value of at most "
                                + VALUE_CHARS_MAX
                                + " characters, found "
                                + value.length()
                                + " for "
                                + key);
            } else if (value.chars().anyMatch(Character::isISOControl)) {
                problems.add(
                        "--field: expected a value without control characters, found one for "
                                + key);
            } else if (fields.put(key, value) != null) {
                problems.add("--field: expected each key once, found " + key + " again");
            }
        }
        return fields;
    }
}
