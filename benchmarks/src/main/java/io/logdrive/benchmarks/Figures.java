package io.logdrive.benchmarks;

import io.logdrive.benchmarks.Pipeline.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that was measured, run by run. Confined to the main thread. */
final class Figures {
    private final SortedMap<Integer, Runs> pipeline = new TreeMap<>();
    private final Map<String, Sample> floors = new LinkedHashMap<>();
    private final Map<String, Sample> floorsCpu = new LinkedHashMap<>();
    private final Map<String, Sample> alone = new LinkedHashMap<>();

    void add(Pipeline.Result result) {
        pipeline.computeIfAbsent(result.connections(), c -> new Runs()).add(result);
    }

    /** The first one is that which ratios are taken to. */
    void addFloor(String name, double rowsPerSecond, double cpuPerMillion) {
        floorsCpu.computeIfAbsent(name, n -> new Sample()).add(cpuPerMillion);
        floors.computeIfAbsent(name, n -> new Sample()).add(rowsPerSecond);
    }

    /** Of a part of the way, with nothing behind it. */
    void addAlone(String name, double linesPerSecond) {
        alone.computeIfAbsent(name, n -> new Sample()).add(linesPerSecond);
    }

    SortedMap<Integer, Runs> pipeline() {
        return pipeline;
    }

    Map<String, Sample> floors() {
        return floors;
    }

    /** CPU seconds for a million rows. */
    Map<String, Sample> floorsCpu() {
        return floorsCpu;
    }

    Map<String, Sample> alone() {
        return alone;
    }

    /** The runs of one kind, say over one number of connections. Confined to the main thread. */
    static final class Runs {
        final Sample accepted = new Sample();
        final Sample stored = new Sample();
        final Sample othersCpuShare = new Sample();
        final Sample gcPauses = new Sample();
        final Sample gcMillis = new Sample();
        final Sample bytesPerLine = new Sample();
        final Map<String, Sample> stages = new LinkedHashMap<>();
        final Map<String, Sample> measures = new LinkedHashMap<>();
        final Map<String, Sample> cpuPerMillion = new LinkedHashMap<>();
        final Map<String, Sample> peakMebibytes = new LinkedHashMap<>();

        void add(Pipeline.Result result) {
            accepted.add(result.acceptedRate());
            stored.add(result.storedRate());
            double seconds = result.times().stored().toNanos() / 1e9;
            othersCpuShare.add(result.othersCpuSeconds() / seconds);
            gcPauses.add(result.gc().pauses());
            gcMillis.add(result.gc().millis());
            bytesPerLine.add((double) result.gc().allocatedBytes() / result.lines());
            result.details()
                    .stages()
                    .forEach((stage, used) -> add(stages, stage, used * 1e6 / result.lines()));
            result.details().measures().forEach((name, value) -> add(measures, name, value));
            for (Usage usage : result.processes()) {
                cpuPerMillion
                        .computeIfAbsent(usage.process(), p -> new Sample())
                        .add(usage.cpuSeconds() * 1e6 / result.lines());
                peakMebibytes
                        .computeIfAbsent(usage.process(), p -> new Sample())
                        .add(usage.peakKilobytes() / 1024.0);
            }
        }

        private static void add(Map<String, Sample> samples, String name, double value) {
            samples.computeIfAbsent(name, n -> new Sample()).add(value);
        }
    }
}
