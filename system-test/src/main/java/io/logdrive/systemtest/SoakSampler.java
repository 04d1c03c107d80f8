package io.logdrive.systemtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at processes again and again: the heap after a full collection, threads, descriptors,
 * resident memory.
 *
 * <p>Confined to one thread.
 */
final class SoakSampler {
    /** A line of {@code jcmd GC.heap_info}; metaspace has no total and is not heap. */
    private static final Pattern HEAP = Pattern.compile("total (\\d+)K, used (\\d+)K");

    private static final Pattern STATUS = Pattern.compile("(?m)^(Threads|VmRSS):\\s+(\\d+)");

    private final Map<String, Trail> trails = new LinkedHashMap<>();

    /** Samples one process; one that has ended meanwhile is passed over. */
    void sample(String name, long pid, double seconds) {
        Trail trail = trails.computeIfAbsent(name, one -> new Trail());
        if (trail.pid != pid) {
            // Started again: what the earlier process had says nothing of this one.
            trail.clear(pid);
        }
        heapAfterGc(pid).ifPresent(heap -> trail.add(SoakFigure.HEAP, seconds, heap));
        status(pid, "Threads").ifPresent(count -> trail.add(SoakFigure.THREADS, seconds, count));
        status(pid, "VmRSS").ifPresent(kib -> trail.add(SoakFigure.RESIDENT, seconds, kib * 1024));
        descriptors(pid).ifPresent(count -> trail.add(SoakFigure.DESCRIPTORS, seconds, count));
    }

    /** The table of all processes. */
    List<String> table() {
        List<String> rows = new ArrayList<>();
        rows.add(
                String.format(
                        "  %-12s %-20s %9s %9s %9s %12s",
                        "process", "figure", "1st half", "2nd half", "max", "slope"));
        trails.forEach(
                (name, trail) ->
                        trail.series()
                                .forEach((figure, series) -> rows.add(figure.row(name, series))));
        return rows;
    }

    /** What rises and must not; empty when all is flat. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        trails.forEach(
                (name, trail) ->
                        trail.series()
                                .forEach(
                                        (figure, series) -> {
                                            if (figure.isLeak(series)) {
                                                problems.add(
                                                        "soak: "
                                                                + name
                                                                + ": "
                                                                + figure.words()
                                                                + ": expected no slope, found"
                                                                + figure.row("", series));
                                            }
                                        }));
        return problems;
    }

    /** The bytes in use by what {@code jcmd GC.heap_info} answers; empty when it says nothing. */
    static OptionalDouble heapUsed(String heapInfo) {
        Matcher heap = HEAP.matcher(heapInfo);
        double kib = -1;
        while (heap.find()) {
            kib = Math.max(kib, 0) + Long.parseLong(heap.group(2));
        }
        return kib < 0 ? OptionalDouble.empty() : OptionalDouble.of(kib * 1024);
    }

    private static OptionalDouble heapAfterGc(long pid) {
        jcmd(pid, "GC.run");
        return heapUsed(jcmd(pid, "GC.heap_info"));
    }

    private static OptionalDouble status(long pid, String key) {
        try {
            Matcher status = STATUS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            while (status.find()) {
                if (status.group(1).equals(key)) {
                    return OptionalDouble.of(Double.parseDouble(status.group(2)));
                }
            }
            return OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble descriptors(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return OptionalDouble.of((double) open.count());
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Artefacts.java().resolveSibling("jcmd");
        try {
            Process process =
                    new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // A Java without jcmd: the table has no heap then.
        }
    }

    /** What was seen of one process. Confined as its owner. */
    private static final class Trail {
        private final Map<SoakFigure, List<Double>> seconds = new EnumMap<>(SoakFigure.class);
        private final Map<SoakFigure, List<Double>> values = new EnumMap<>(SoakFigure.class);
        private long pid;

        void clear(long newPid) {
            pid = newPid;
            seconds.clear();
            values.clear();
        }

        void add(SoakFigure figure, double at, double value) {
            seconds.computeIfAbsent(figure, one -> new ArrayList<>()).add(at);
            values.computeIfAbsent(figure, one -> new ArrayList<>()).add(value);
        }

        Map<SoakFigure, Series> series() {
            Map<SoakFigure, Series> all = new EnumMap<>(SoakFigure.class);
            values.forEach(
                    (figure, list) ->
                            all.put(
                                    figure,
                                    new Series(seconds.getOrDefault(figure, List.of()), list)));
            return all;
        }
    }
}
