package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code GET /destination/ledger} says after the queue has drained, held against what was
 * sent.
 *
 * <p>Immutable.
 *
 * @param problems all that differs; empty when the ledger is balanced
 */
record LedgerAudit(
        long received, long stored, long filtered, long dead, long missing, List<String> problems) {

    /** Asks the destination at this port; {@code lines} by source. */
    static LedgerAudit of(int httpPort, Map<String, Long> lines) {
        return of(new Http(httpPort).json("/destination/ledger?limit=10000"), lines);
    }

    static LedgerAudit of(JsonNode answer, Map<String, Long> lines) {
        JsonNode total = answer.path("total");
        long expected = lines.values().stream().mapToLong(Long::longValue).sum();
        List<String> problems = new ArrayList<>();
        expect(problems, "origins", lines.size(), total.path("origins").asLong(-1));
        expect(problems, "received", expected, total.path("received").asLong(-1));
        expect(problems, "stored", expected, total.path("stored").asLong(-1));
        expect(problems, "filtered", 0, total.path("filtered").asLong(-1));
        expect(problems, "dead", 0, total.path("dead").asLong(-1));
        expect(problems, "missing", 0, total.path("missing").asLong(-1));
        for (JsonNode origin : answer.path("origins")) {
            JsonNode gaps = origin.path("gaps");
            if (!gaps.isEmpty()) {
                problems.add(
                        "ledger: origin "
                                + origin.path("origin").asText()
                                + ": expected no gap, found "
                                + gaps);
            }
        }
        return new LedgerAudit(
                total.path("received").asLong(-1),
                total.path("stored").asLong(-1),
                total.path("filtered").asLong(-1),
                total.path("dead").asLong(-1),
                total.path("missing").asLong(-1),
                List.copyOf(problems));
    }

    private static void expect(List<String> problems, String what, long expected, long found) {
        if (expected != found) {
            problems.add(
                    String.format(
                            Locale.ROOT,
                            "ledger: %s: expected %d, found %d",
                            what,
                            expected,
                            found));
        }
    }
}
