package io.logdrive.ingest.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What {@code benchmarks/accuracy} runs: a row for each log. Confined to the main thread. */
public final class RealLogAccuracy {
    private RealLogAccuracy() {}

    /** Prints the rows of a table in Markdown; the argument is the folder of the logs. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (RealLogTruth truth : RealLogTruth.values()) {
            System.out.print(row(truth.measure(folder), "none"));
        }
        System.out.print(
                row(
                        RealLogTruth.LINUX.measure(folder, RealLogTruth.LINUX_RULES),
                        RealLogTruth.LINUX_RULES.lines().count() + " lines"));
    }

    static String row(RealLogTruth.Accuracy found, String configuration) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %.2f | %.2f | %.2f | **%.2f** |%n",
                found.system(),
                configuration,
                found.lines(),
                100.0 * found.times() / found.lines(),
                100.0 * found.levels() / found.lines(),
                100.0 * found.components() / found.lines(),
                100.0 * found.share());
    }
}
