package io.logdrive.systemtest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A drill's report for people and for programs. Thread-safe. */
final class DrillReportText {
    private DrillReportText() {}

    /** What is printed at the end; {@code repeat} is the command that does the same again. */
    static String text(DrillReport report, String repeat) {
        StringBuilder text = new StringBuilder();
        line(text, "");
        line(
                text,
                "What was done (%.0f s under load, seed %d):",
                report.loadSeconds(),
                seed(report));
        line(text, "  %-22s %6s  %s", "fault", "times", "ready again after, s: median, longest");
        report.faultsByKind()
                .forEach(
                        (kind, faults) ->
                                line(text, "  %-22s %6d  %s", kind, faults.size(), ready(faults)));
        report.plan().leftOut().forEach(why -> line(text, "  left out: %s", why));
        if (report.longestHalfOpen() > 0) {
            line(
                    text,
                    "  a silent connection was given up after %.1f s at most",
                    report.longestHalfOpen());
        }
        if (report.faultsWithoutLoad() > 0) {
            line(
                    text,
                    "  %d of them came when every line had been acknowledged already",
                    report.faultsWithoutLoad());
        }
        line(text, "");
        line(text, "What was found:");
        line(
                text,
                "  sent          %,12d  by %d sources",
                report.plan().lines(),
                report.plan().agents());
        line(
                text,
                "  acknowledged  %,12d  in %d runs of the agent",
                report.acknowledged(),
                report.agentRuns());
        line(text, "  rows          %,12d", report.rows());
        report.findingsInOrder().forEach(entry -> found(text, entry.getKey(), entry.getValue()));
        LedgerAudit ledger = report.ledger();
        if (ledger != null) {
            line(
                    text,
                    "  ledger        received %,d = stored %,d + filtered %,d + dead %,d; missing"
                            + " %,d",
                    ledger.received(),
                    ledger.stored(),
                    ledger.filtered(),
                    ledger.dead(),
                    ledger.missing());
        }
        report.soakTable().forEach(row -> line(text, "%s", row));
        report.problems().forEach(problem -> line(text, "  PROBLEM       %s", problem));
        line(text, "");
        line(
                text,
                "%s",
                report.isClean()
                        ? "Held: each line is stored once, in order, and the ledger balances."
                        : "DID NOT HOLD.");
        line(text, "To repeat it: %s", repeat);
        return text.toString();
    }

    /** The same as JSON. */
    static ObjectNode json(DrillReport report, String repeat) {
        ObjectNode json = Http.JSON.createObjectNode();
        json.put("held", report.isClean());
        json.put("seed", seed(report));
        json.put("repeat", repeat);
        json.put("lines", report.plan().lines());
        json.put("sources", report.plan().agents());
        json.put("acknowledged", report.acknowledged());
        json.put("rows", report.rows());
        json.put("loadSeconds", report.loadSeconds());
        json.put("seconds", report.seconds());
        json.put("agentRuns", report.agentRuns());
        json.put("faultsWithoutLoad", report.faultsWithoutLoad());
        json.put("longestHalfOpenSeconds", report.longestHalfOpen());
        ArrayNode faults = json.putArray("faults");
        for (FaultOutcome outcome : report.faults()) {
            ObjectNode fault = faults.addObject();
            fault.put("number", outcome.fault().number());
            fault.put("kind", outcome.fault().kind().word());
            fault.put("atSeconds", outcome.atSeconds());
            fault.put("details", outcome.details());
            outcome.readySeconds().forEach(fault.putArray("readySeconds")::add);
        }
        report.plan().leftOut().forEach(json.putArray("leftOut")::add);
        ObjectNode findings = json.putObject("found");
        report.findingsInOrder()
                .forEach(
                        entry -> {
                            ObjectNode finding = findings.putObject(entry.getKey());
                            finding.put("count", entry.getValue().count());
                            entry.getValue().first().forEach(finding.putArray("first")::add);
                        });
        LedgerAudit ledger = report.ledger();
        if (ledger != null) {
            json.putObject("ledger")
                    .put("received", ledger.received())
                    .put("stored", ledger.stored())
                    .put("filtered", ledger.filtered())
                    .put("dead", ledger.dead())
                    .put("missing", ledger.missing());
        }
        report.problems().forEach(json.putArray("problems")::add);
        return json;
    }

    private static long seed(DrillReport report) {
        return report.plan().seed();
    }

    private static void found(StringBuilder text, String word, RowAudit.Tally tally) {
        line(
                text,
                "  %-13s %,12d%s",
                word,
                tally.count(),
                tally.count() == 0 ? "" : "  the first:");
        tally.first().forEach(first -> line(text, "      %s", first));
    }

    private static String ready(List<FaultOutcome> faults) {
        List<Double> seconds =
                faults.stream()
                        .flatMap(fault -> fault.readySeconds().stream())
                        .sorted()
                        .collect(Collectors.toList());
        return seconds.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f, %.1f",
                        seconds.get(seconds.size() / 2),
                        seconds.get(seconds.size() - 1));
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
