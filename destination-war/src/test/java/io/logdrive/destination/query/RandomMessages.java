package io.logdrive.destination.query;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Messages by a seeded generator, with what they mean beside their bytes. Confined to a test. */
final class RandomMessages {
    static final List<String> WORDS =
            List.of(
                    "timeout",
                    "Timed",
                    "out",
                    "ERROR",
                    "user",
                    "id_7",
                    "a%b",
                    "x_y",
                    "Größe",
                    "gr\u00f6\u00dfe",
                    "\u212a",
                    "k",
                    "\u017f",
                    "s",
                    "\u0130",
                    "i",
                    "100%",
                    "'quote'",
                    "\"dq\"",
                    "back\\slash",
                    "\ud83d\ude00",
                    "~",
                    "foo-bar",
                    "foobar",
                    "504");
    static final List<String> SERVICES = List.of("pay", "payment", "PAY", "pay%", "ord_er", "");
    static final List<String> HOSTS = List.of("web-1", "web-2", "db");
    static final List<String> TAGS = List.of("a", "b\",\"c", ",", "slow", "a\\");
    static final List<String> NAMES = List.of("status", "user", "http.path", "we\"ird", "ratio");
    static final List<String> VALUES =
            List.of(
                    "500", "504", "404", "-1", "5e2", "500.0", "abc", "ABC", "/api/x", "",
                    "\u00e9");

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    Message next(int sequence) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String json = json(fields);
        long time = TestRecords.NOON + random.nextInt(40) * 60_000_000L + random.nextInt(2);
        List<String> tags = new ArrayList<>();
        for (int i = random.nextInt(6) - 3; i > 0; i--) {
            tags.add(pick(TAGS));
        }
        LogRecord message =
                new LogRecord(
                        time,
                        time + random.nextInt(1_000_000),
                        random.nextInt(8) == 0 ? null : pick(List.of(Level.values())),
                        random.nextInt(6) == 0 ? null : pick(SERVICES),
                        random.nextInt(6) == 0 ? null : pick(HOSTS),
                        body(),
                        tags,
                        json,
                        0);
        return new Message(sequence, message, fields);
    }

    private String body() {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            String word = pick(WORDS);
            body.append(random.nextBoolean() ? word : word.toUpperCase(java.util.Locale.ROOT));
            body.append(pick(List.of(" ", " ", "-", "", ": ")));
        }
        // Some are longer than what a result may hold at once.
        return random.nextInt(40) == 0 ? body + "x".repeat(5_000) + " tail" : body.toString();
    }

    private @Nullable String json(Map<String, List<String>> fields) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                json.append(json.length() > 1 ? "," : "");
                member(json, name, fields);
            }
        }
        return json.append('}').toString();
    }

    private void member(StringBuilder json, String name, Map<String, List<String>> fields) {
        int dot = name.indexOf('.');
        if (dot > 0) {
            json.append('"').append(name, 0, dot).append("\":{");
            String value = value(fields, name);
            json.append('"')
                    .append(name.substring(dot + 1))
                    .append("\":")
                    .append(value)
                    .append('}');
            return;
        }
        json.append(quoted(name)).append(':');
        if (random.nextInt(5) == 0) {
            json.append('[').append(value(fields, name)).append(',');
            json.append(value(fields, name)).append(']');
        } else {
            json.append(value(fields, name));
        }
    }

    private String value(Map<String, List<String>> fields, String name) {
        String value = pick(VALUES);
        fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        boolean number = value.matches("-?\\d+(\\.\\d+)?(e\\d+)?");
        if (number && random.nextBoolean()) {
            return value;
        }
        // Some writers escape what others do not.
        return random.nextInt(8) == 0 && value.startsWith("a")
                ? "\"\\u0061" + value.substring(1) + '"'
                : quoted(value);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A record and its parsed fields. Immutable. */
    record Message(int sequence, LogRecord logRecord, Map<String, List<String>> fields) {}
}
