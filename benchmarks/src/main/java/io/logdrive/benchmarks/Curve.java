package io.logdrive.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rates and CPU time over something that is changed from run to run.
 *
 * <p>Confined to the main thread.
 */
final class Curve {
    private final String name;
    private final String over;
    private final SortedMap<Long, Figures.Runs> points = new TreeMap<>();

    /**
     * Without points yet.
     *
     * @param name what its charts' files are named by
     * @param over what is changed
     */
    Curve(String name, String over) {
        this.name = name;
        this.over = over;
    }

    void add(long x, Pipeline.Result result) {
        points.computeIfAbsent(x, any -> new Figures.Runs()).add(result);
    }

    /** A table of it, and its charts. */
    String markdown(Charts charts) throws IOException {
        Set<String> processes = new LinkedHashSet<>();
        points.values().forEach(runs -> processes.addAll(runs.cpuPerMillion.keySet()));
        StringBuilder table = new StringBuilder("| ").append(over);
        table.append(" | accepted lines/s, median | stored lines/s, min | median | max");
        processes.forEach(p -> table.append(" | ").append(p).append(", CPU s / million"));
        table.append(" | others' CPUs |\n");
        table.append("|---:".repeat(6 + processes.size())).append("|\n");
        for (Map.Entry<Long, Figures.Runs> point : points.entrySet()) {
            Figures.Runs runs = point.getValue();
            table.append(
                    Markdown.text(
                            "| %,d | %,.0f | %,.0f | %,.0f | %,.0f",
                            point.getKey(),
                            runs.accepted.median(),
                            runs.stored.min(),
                            runs.stored.median(),
                            runs.stored.max()));
            for (String process : processes) {
                Sample cpu = runs.cpuPerMillion.get(process);
                table.append(" | ").append(cpu == null ? "" : Markdown.text("%.2f", cpu.median()));
            }
            table.append(Markdown.text(" | %.2f |%n", runs.othersCpuShare.median()));
        }
        return table + rates(charts) + cpu(charts, processes);
    }

    private String rates(Charts charts) throws IOException {
        return charts.add(
                name,
                chart(
                        "lines/s",
                        List.of(
                                line("accepted", points, runs -> runs.accepted.median()),
                                line("stored", points, runs -> runs.stored.median()))));
    }

    private String cpu(Charts charts, Set<String> processes) throws IOException {
        List<LineChart.Line> lines = new ArrayList<>();
        for (String process : processes) {
            SortedMap<Long, Figures.Runs> with = new TreeMap<>(points);
            with.values().removeIf(runs -> !runs.cpuPerMillion.containsKey(process));
            lines.add(
                    line(
                            process,
                            with,
                            runs -> {
                                Sample cpu = runs.cpuPerMillion.get(process);
                                return cpu == null ? 0 : cpu.median();
                            }));
        }
        return charts.add(name + "-cpu", chart("CPU s / million lines", lines));
    }

    private LineChart chart(String y, List<LineChart.Line> lines) {
        boolean decades = points.size() > 1 && points.firstKey() > 0;
        return new LineChart(y + " by " + over, over, y, decades, lines);
    }

    private static LineChart.Line line(
            String name,
            SortedMap<Long, Figures.Runs> points,
            java.util.function.ToDoubleFunction<Figures.Runs> y) {
        return new LineChart.Line(
                name,
                points.keySet().stream().map(x -> (double) x).toList(),
                points.values().stream().map(y::applyAsDouble).toList());
    }
}
