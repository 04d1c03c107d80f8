package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fills a database, starts a server on it and measures the parts of a plan.
 *
 * <p>Confined to the main thread.
 */
final class QueryMeasurement {
    private static final int LINE_BYTES = 150;

    private final QueryPlan plan;
    private final Layout layout;
    private final Progress progress;
    private final Path folder;
    private volatile @Nullable Server server;
    private volatile @Nullable Database database;

    QueryMeasurement(QueryPlan plan, Layout layout, Progress progress) throws IOException {
        this.plan = plan;
        this.layout = layout;
        this.progress = progress;
        Files.createDirectories(layout.scratch());
        Path kept = plan.data();
        this.folder =
                kept == null
                        ? Files.createTempDirectory(layout.scratch(), "query")
                        : Files.createDirectories(kept);
    }

    /**
     * Measures.
     *
     * @param command what the report says was typed
     * @return the report
     */
    String run(String command) throws Exception {
        CleanUp atTheEnd = CleanUp.atTheEnd(this::cleanUp);
        try {
            Database opened =
                    plan.database()
                            .open(layout, folder.resolve("database"), plan.databaseSettings());
            database = opened;
            Path data = folder.resolve("data");
            Server.Options options = plan.server().with(opened.settings(data));
            progress.say("filling with %,d rows ...", plan.rows());
            long begin = System.nanoTime();
            GeneratedRows rows =
                    new FilledData(layout, opened, data).fill(plan.rows(), plan.days(), options);
            progress.say(
                    "filled in %.0f s; starting the server ...", (System.nanoTime() - begin) / 1e9);
            Server started = Server.start(layout, options, data);
            server = started;
            String report =
                    heading(command, opened)
                            + parts(
                                    new FilledServer(
                                            layout,
                                            started,
                                            opened,
                                            new Pipeline(layout, started, opened, LINE_BYTES),
                                            rows,
                                            progress));
            started.stop();
            return report;
        } finally {
            atTheEnd.close();
        }
    }

    private String parts(FilledServer on) throws Exception {
        Api.Ledger ledger = on.api().ledger();
        if (ledger.stored() < plan.rows() || ledger.missing() != 0) {
            throw new BenchmarkException(
                    "ledger: expected " + plan.rows() + " stored, none missing, found " + ledger);
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "- at the start %,d rows%n", ledger.stored()));
        for (QueryPlan.Named named : plan.parts()) {
            progress.say("%s ...", named.title());
            text.append("\n### ").append(named.title()).append("\n\n");
            text.append(named.part().measure(on));
        }
        return text.toString();
    }

    private String heading(String command, Database opened)
            throws IOException, InterruptedException {
        return Machine.heading(layout.root(), command)
                + "- "
                + opened.text()
                + "\n"
                + String.format(
                        Locale.ROOT,
                        "- %,d rows spread over the %d days before, then what each part sends%n",
                        plan.rows(),
                        plan.days())
                + "- a server for each WAR, -Xmx512m each; batch.age-max 100 ms"
                + plan.server().more()
                + "\n";
    }

    private void cleanUp() {
        try {
            Server started = server;
            if (started != null) {
                started.close();
            }
            Database opened = database;
            if (opened != null) {
                opened.close();
            }
            if (plan.data() == null) {
                Scratch.delete(folder);
            }
        } catch (IOException e) {
            progress.say("%s: cannot clean up: %s", folder, e);
        }
    }
}
