package io.logdrive.benchmarks;

import io.logdrive.benchmarks.Figures.Runs;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures as Markdown.
 *
 * <p>Immutable.
 *
 * @param figures what was measured
 * @param heading what it was measured of: the lines before the tables
 */
record Report(Figures figures, String heading) {
    private static final String RATES =
            """
            | lines/s | min | median | max | ÷ floor: min | median | max |
            |---|---:|---:|---:|---:|---:|---:|
            """;
    private static final String PROCESSES =
            """
            | medians | CPU s / million lines | peak MiB | GC pauses | GC ms | heap B / line |\
             others' CPUs |
            |---|---:|---:|---:|---:|---:|---:|
            """;

    /** Heading, rates with their ratios to the floor, and what the processes used. */
    String markdown() {
        return heading + "\n" + rates() + "\n" + ratios() + processes() + stages() + measures();
    }

    private String rates() {
        StringBuilder table = new StringBuilder(RATES);
        Sample floor = figures.floors().values().stream().findFirst().orElse(null);
        for (Map.Entry<Integer, Runs> runs : figures.pipeline().entrySet()) {
            row(table, "accepted, " + over(runs.getKey()), runs.getValue().accepted, floor);
            row(table, "**stored**, " + over(runs.getKey()), runs.getValue().stored, floor);
        }
        for (Map.Entry<String, Sample> runs : figures.floors().entrySet()) {
            boolean isFloor = runs.getValue().equals(floor);
            String name = (isFloor ? "floor: " : "") + runs.getKey();
            row(table, name, runs.getValue(), floor);
        }
        figures.alone().forEach((name, rates) -> row(table, name, rates, floor));
        return table.toString();
    }

    /** To every floor, where there is more than one. */
    private String ratios() {
        if (figures.floors().size() < 2) {
            return "";
        }
        StringBuilder table = new StringBuilder("| median of stored ÷");
        figures.floors().keySet().forEach(name -> table.append(" | ").append(name));
        table.append(" |\n|---|").append("---:|".repeat(figures.floors().size())).append('\n');
        for (Map.Entry<Integer, Runs> runs : figures.pipeline().entrySet()) {
            table.append("| stored, ").append(over(runs.getKey()));
            for (Sample floor : figures.floors().values()) {
                cell(table, "%.2f", runs.getValue().stored.over(floor).median());
            }
            table.append(" |\n");
        }
        return table.append('\n').toString();
    }

    private String processes() {
        StringBuilder table = new StringBuilder(PROCESSES);
        for (Map.Entry<Integer, Runs> entry : figures.pipeline().entrySet()) {
            Runs runs = entry.getValue();
            boolean first = true;
            for (Map.Entry<String, Sample> process : runs.cpuPerMillion.entrySet()) {
                Sample peak = runs.peakMebibytes.get(process.getKey());
                table.append("| ").append(process.getKey()).append(", ");
                table.append(over(entry.getKey()));
                cell(table, "%.2f", process.getValue().median());
                boolean isServer = peak != null && peak.median() > 0;
                cell(table, isServer ? "%.0f" : "", peak == null ? 0 : peak.median());
                if (first || !isServer) {
                    table.append(" | | | ");
                } else {
                    cell(table, "%.0f", runs.gcPauses.median());
                    cell(table, "%.0f", runs.gcMillis.median());
                    cell(table, "%.0f", runs.bytesPerLine.median());
                }
                cell(table, "%.2f", runs.othersCpuShare.median());
                table.append(" |\n");
                first = false;
            }
        }
        figures.floorsCpu()
                .forEach(
                        (name, cpu) -> {
                            table.append("| ").append(name);
                            cell(table, "%.2f", cpu.median());
                            table.append(" | | | | | |\n");
                        });
        return table.toString();
    }

    private String stages() {
        return table("CPU s of the servers / million lines", "%.2f", runs -> runs.stages);
    }

    private String measures() {
        return table("medians", "%,.1f", runs -> runs.measures);
    }

    /** A column for each number of connections. */
    private String table(String title, String format, Function<Runs, Map<String, Sample>> rows) {
        Map<Integer, Runs> columns = figures.pipeline();
        Set<String> names = new LinkedHashSet<>();
        columns.values().forEach(runs -> names.addAll(rows.apply(runs).keySet()));
        if (names.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("\n| ").append(title);
        columns.keySet().forEach(connections -> table.append(" | ").append(over(connections)));
        table.append(" |\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String name : names) {
            table.append("| ").append(name);
            for (Runs runs : columns.values()) {
                Sample values = rows.apply(runs).get(name);
                cell(table, values == null ? "" : format, values == null ? 0 : values.median());
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    private static void row(
            StringBuilder table, String name, Sample rates, @Nullable Sample floor) {
        table.append("| ").append(name);
        cell(table, "%,.0f", rates.min());
        cell(table, "%,.0f", rates.median());
        cell(table, "%,.0f", rates.max());
        if (floor == null) {
            table.append(" | | | |\n");
            return;
        }
        Sample ratios = rates.over(floor);
        cell(table, "%.2f", ratios.min());
        cell(table, "%.2f", ratios.median());
        cell(table, "%.2f", ratios.max());
        table.append(" |\n");
    }

    static void cell(StringBuilder table, String format, double value) {
        table.append(" | ").append(String.format(Locale.ROOT, format, value));
    }

    static String over(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
