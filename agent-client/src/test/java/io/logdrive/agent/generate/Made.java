package io.logdrive.agent.generate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lines made for tests. Thread-safe. */
final class Made {
    /** 2026-10-19T12:00:00.123456Z. */
    static final long NOON = 1_792_411_200_123_456L;

    static final Map<String, String> FIELDS = fields();

    private Made() {}

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("env", "prod");
        fields.put("note", "a \"b\", c\\d] = é");
        fields.put("empty", "");
        fields.put("dir", "c:\\d");
        return fields;
    }

    static Content plain(LineFormat format) {
        return new Content(format, null, null, Map.of());
    }

    /** All that can be asked for, where the format has it. */
    static Content full(LineFormat format) {
        return format.hasFields()
                ? new Content(
                        format,
                        weighted("FATAL", 1, "TRACE", 2, "ERROR", 3, "INFO", 4),
                        new Weighted<>(Map.of("orders", 3, "a.long-service_name", 1)),
                        FIELDS)
                : plain(format);
    }

    static Weighted<Severity> weighted(Object... namesAndWeights) {
        Map<Severity, Integer> weights = new LinkedHashMap<>();
        for (int i = 0; i < namesAndWeights.length; i += 2) {
            weights.put(
                    Severity.valueOf((String) namesAndWeights[i]),
                    (Integer) namesAndWeights[i + 1]);
        }
        return new Weighted<>(weights);
    }

    static GeneratedLines source(Content content, long seed, int lineBytes) {
        LongSupplier clock = () -> NOON;
        return new GeneratedLines(seed, 0, clock, content, lineBytes);
    }

    /** Each with its newline. */
    static List<String> lines(GeneratedLines source, int count) {
        byte[] target = new byte[source.lineBytesMax() + 3];
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int end = source.put(target, 3);
            lines.add(new String(target, 3, end - 3, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
