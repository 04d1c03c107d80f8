package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Measures the parts of a plan, each with servers and data of its own.
 *
 * <p>Confined to the main thread.
 */
final class LoadMeasurement {
    private final LoadPlan plan;
    private final Layout layout;
    private final Progress progress;
    private final Path scratch;
    private volatile @Nullable LoadBench bench;
    private volatile @Nullable Database database;

    LoadMeasurement(LoadPlan plan, Layout layout, Progress progress) throws IOException {
        this.plan = plan;
        this.layout = layout;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        this.scratch = Files.createTempDirectory(layout.scratch(), "load");
    }

    /**
     * Measures, and checks the rows.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            Database opened =
                    plan.database()
                            .open(layout, scratch.resolve("database"), plan.databaseSettings());
            database = opened;
            LoadBench on = new LoadBench(plan, layout, opened, scratch, progress);
            bench = on;
            StringBuilder report = new StringBuilder(heading(command, opened));
            for (LoadPart part : plan.parts()) {
                on.progress().say("%s ...", part.title());
                report.append("\n### ").append(part.title()).append("\n\n");
                report.append(part.measure(on));
            }
            return report.toString();
        } finally {
            atTheEnd.close();
        }
    }

    private String heading(String command, Database opened)
            throws IOException, InterruptedException {
        return Machine.heading(layout.root(), command)
                + Markdown.text(
                        "- %s%s%n- -Xmx512m for each server; batch.age-max 100 ms%s%n"
                                + "- lines of about %d bytes over %d connections, if not said"
                                + " otherwise; before, uncounted, %,d lines to each server%n"
                                + "- afterwards every row was read: all there, none double, in"
                                + " order%n",
                        opened.text(),
                        plan.databaseSettings().isEmpty() ? "" : "; " + plan.databaseSettings(),
                        plan.server().more(),
                        LoadBench.LINE_BYTES,
                        LoadBench.CONNECTIONS,
                        plan.warmUp());
    }

    private void cleanUp() {
        try {
            LoadBench on = bench;
            if (on != null) {
                on.close();
            }
            Database opened = database;
            if (opened != null) {
                opened.close();
            }
            Scratch.delete(scratch);
        } catch (IOException e) {
            progress.say("%s: cannot clean up: %s", scratch, e);
        }
    }
}
