package io.logdrive.systemtest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a drill did and what it found. Confined to the thread of the drill. */
final class DrillReport {
    /** What the audit of the rows looks for; the word is that of the report. Immutable. */
    private static final List<String> FINDINGS =
            List.of("lost", "doubled", "damaged", "disordered", "invented");

    private final DrillPlan plan;
    private final List<FaultOutcome> faults = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, RowAudit.Tally> findings = new LinkedHashMap<>();
    private @Nullable LedgerAudit ledger;
    private List<String> soakTable = List.of();
    private long rows;
    private long acknowledged;
    private long resent;
    private int faultsWithoutLoad;
    private int agentRuns;
    private double longestHalfOpen;
    private double loadSeconds;
    private double seconds;

    DrillReport(DrillPlan plan) {
        this.plan = plan;
    }

    /** What the processes' figures did, and which of them rose. */
    void soak(List<String> table, List<String> rising) {
        soakTable = List.copyOf(table);
        problems.addAll(rising);
    }

    /** Empty when it was no soak. */
    List<String> soakTable() {
        return soakTable;
    }

    /** Whether every line is there once and nothing else went wrong. */
    boolean isClean() {
        return findings.size() == FINDINGS.size() && problems().isEmpty() && found() == 0;
    }

    void fault(FaultOutcome outcome) {
        faults.add(outcome);
        problems.addAll(outcome.problems());
    }

    /** A fault came when every line had been acknowledged already. */
    void faultWithoutLoad() {
        faultsWithoutLoad++;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    void longestHalfOpen(double noticedSeconds) {
        longestHalfOpen = noticedSeconds;
    }

    void loadSeconds(double untilDrained) {
        loadSeconds = untilDrained;
    }

    void seconds(double all) {
        seconds = all;
    }

    void agents(List<DrillAgent> agents) {
        acknowledged = agents.stream().mapToLong(DrillAgent::acknowledged).sum();
        resent = agents.stream().mapToLong(DrillAgent::resent).sum();
        agentRuns = agents.stream().mapToInt(DrillAgent::runs).sum();
        if (acknowledged != plan.lines()) {
            problem(
                    "agents: expected "
                            + plan.lines()
                            + " lines acknowledged, found "
                            + acknowledged);
        }
    }

    void ledger(LedgerAudit audit) {
        ledger = audit;
        problems.addAll(audit.problems());
    }

    void rows(RowAudit audit) {
        rows = audit.rows();
        findings.put("lost", audit.lost());
        findings.put("doubled", audit.doubled());
        findings.put("damaged", audit.damaged());
        findings.put("disordered", audit.disordered());
        findings.put("invented", audit.invented());
    }

    DrillPlan plan() {
        return plan;
    }

    List<FaultOutcome> faults() {
        return List.copyOf(faults);
    }

    /** Faults by kind, in the order of their words. */
    Map<String, List<FaultOutcome>> faultsByKind() {
        Map<String, List<FaultOutcome>> byKind = new TreeMap<>();
        faults.forEach(
                fault ->
                        byKind.computeIfAbsent(
                                        fault.fault().kind().word(), kind -> new ArrayList<>())
                                .add(fault));
        return byKind;
    }

    /** All that went wrong beside the rows. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What was found in the rows, by word; empty before they were read. */
    Map<String, RowAudit.Tally> findings() {
        return Map.copyOf(findings);
    }

    /** The same in the order of the report. */
    List<Map.Entry<String, RowAudit.Tally>> findingsInOrder() {
        return List.copyOf(findings.entrySet());
    }

    @Nullable LedgerAudit ledger() {
        return ledger;
    }

    long rows() {
        return rows;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Lines sent again by the agents' last runs. */
    long resent() {
        return resent;
    }

    int agentRuns() {
        return agentRuns;
    }

    int faultsWithoutLoad() {
        return faultsWithoutLoad;
    }

    double longestHalfOpen() {
        return longestHalfOpen;
    }

    /** From the first line to the empty queue. */
    double loadSeconds() {
        return loadSeconds;
    }

    /** The same with the check of the rows. */
    double seconds() {
        return seconds;
    }

    private long found() {
        return findings.values().stream().mapToLong(RowAudit.Tally::count).sum();
    }
}
