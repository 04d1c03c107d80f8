package io.logdrive.benchmarks;

import java.util.Locale;

/** Numbers in text, alike on every machine. Thread-safe. */
final class Markdown {
    private Markdown() {}

    /** As String.format, in English. */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A row of minimum, median and maximum. */
    static String spread(String name, Sample sample) {
        return text(
                "| %s | %,.0f | %,.0f | %,.0f |%n",
                name, sample.min(), sample.median(), sample.max());
    }

    /** The CPU time of each process for a million lines, its peak, and what it wrote. */
    static String processes(Pipeline.Result result, java.util.Map<String, Long> written) {
        StringBuilder table = new StringBuilder();
        table.append("\n| process | CPU s / million lines | peak MiB | bytes written / line |\n");
        table.append("|---|---:|---:|---:|\n");
        for (Pipeline.Usage usage : result.processes()) {
            Long bytes = written.get(usage.process());
            table.append(
                    text(
                            "| %s | %.2f | %s | %s |%n",
                            usage.process(),
                            usage.cpuSeconds() * 1e6 / result.lines(),
                            usage.peakKilobytes() == 0
                                    ? ""
                                    : text("%,d", usage.peakKilobytes() / 1024),
                            bytes == null ? "" : text("%,.0f", (double) bytes / result.lines())));
        }
        return table.toString();
    }
}
