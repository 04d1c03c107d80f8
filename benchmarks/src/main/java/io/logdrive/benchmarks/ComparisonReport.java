package io.logdrive.benchmarks;

import io.logdrive.benchmarks.Figures.Runs;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of several beside each other as Markdown.
 *
 * <p>Immutable.
 *
 * @param figures what was measured of each
 * @param heading the lines before the tables
 */
record ComparisonReport(Map<PeerKind, Figures> figures, String heading) {
    private static final String RATES =
            """
            | lines/s | accepted: min | median | max | at rest: min | **median** | max |\
             at rest ÷ Logdrive → PostgreSQL | ÷ Logdrive → H2 |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|
            """;
    private static final String PROCESSES =
            """
            | medians | CPU s / million lines | and the database's | together | peak MiB | agent's\
             CPU s | others' CPUs |
            |---|---:|---:|---:|---:|---:|---:|
            """;

    /** Heading, rates with their ratios to Logdrive, and what the processes used. */
    String markdown() {
        StringBuilder rates = new StringBuilder(RATES);
        StringBuilder processes = new StringBuilder(PROCESSES);
        for (Map.Entry<PeerKind, Figures> peer : figures.entrySet()) {
            for (Map.Entry<Integer, Runs> runs : peer.getValue().pipeline().entrySet()) {
                String name = "| " + peer.getKey().text() + ", " + Report.over(runs.getKey());
                rates.append(name);
                rates(rates, runs.getKey(), runs.getValue());
                processes.append(name);
                processes(processes, runs.getValue());
            }
        }
        return heading + "\n" + rates + "\n" + processes;
    }

    private void rates(StringBuilder row, int connections, Runs runs) {
        for (Sample sample : new Sample[] {runs.accepted, runs.stored}) {
            Report.cell(row, "%,.0f", sample.min());
            Report.cell(row, "%,.0f", sample.median());
            Report.cell(row, "%,.0f", sample.max());
        }
        ratio(row, runs, of(PeerKind.LOGDRIVE_POSTGRESQL, connections));
        ratio(row, runs, of(PeerKind.LOGDRIVE_H2, connections));
        row.append(" |\n");
    }

    private static void ratio(StringBuilder row, Runs runs, @Nullable Runs logdrive) {
        double ratio = logdrive == null ? 0 : runs.stored.over(logdrive.stored).median();
        Report.cell(row, logdrive == null ? "" : "%.2f", ratio);
    }

    private @Nullable Runs of(PeerKind kind, int connections) {
        Figures of = figures.get(kind);
        return of == null ? null : of.pipeline().get(connections);
    }

    private static void processes(StringBuilder row, Runs runs) {
        double agent = 0;
        double database = 0;
        double peer = 0;
        double peak = 0;
        for (Map.Entry<String, Sample> process : runs.cpuPerMillion.entrySet()) {
            double median = process.getValue().median();
            switch (process.getKey()) {
                case "agent" -> agent = median;
                case Pipeline.DATABASE -> database = median;
                default -> {
                    peer = median;
                    Sample peaks = runs.peakMebibytes.get(process.getKey());
                    peak = peaks == null ? 0 : peaks.median();
                }
            }
        }
        Report.cell(row, "%.2f", peer);
        Report.cell(row, database > 0 ? "%.2f" : "", database);
        Report.cell(row, "%.2f", peer + database);
        Report.cell(row, "%.0f", peak);
        Report.cell(row, "%.2f", agent);
        Report.cell(row, "%.2f", runs.othersCpuShare.median());
        row.append(" |\n");
    }
}
