package io.logdrive.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a part of {@code benchmarks/load} measures with: a server at a time, ended at the end.
 *
 * <p>Confined to the main thread, except {@link #close}.
 */
final class LoadBench implements AutoCloseable {
    static final int CONNECTIONS = 4;
    static final int LINE_BYTES = 150;

    private final LoadPlan plan;
    private final Layout layout;
    private final Database database;
    private final Path scratch;
    private final Charts charts;
    private final Progress progress;
    private volatile @Nullable Session session;

    LoadBench(LoadPlan plan, Layout layout, Database database, Path scratch, Progress progress) {
        this.plan = plan;
        this.layout = layout;
        this.database = database;
        this.scratch = scratch;
        this.charts = Charts.ofNow(layout.charts(), plan.database().toString(), plan.recorded());
        this.progress = progress;
    }

    Layout layout() {
        return layout;
    }

    Database database() {
        return database;
    }

    Charts charts() {
        return charts;
    }

    long warmUp() {
        return plan.warmUp();
    }

    /** How servers are started. */
    Server.Options options() {
        return plan.server();
    }

    /** An empty data directory. */
    Path emptyData() throws IOException {
        return Files.createTempDirectory(scratch, "server");
    }

    /** Starts one with empty data and warms it up. */
    Session begin() throws IOException, InterruptedException, SQLException {
        return begin(emptyData(), plan.server());
    }

    /** Starts one on {@code data} and warms it up. */
    Session begin(Path data, Server.Options options)
            throws IOException, InterruptedException, SQLException {
        Session begun = beginCold(data, options);
        progress.say("warming up ...");
        begun.warmUp(plan.warmUp(), CONNECTIONS);
        return begun;
    }

    /** Starts one on {@code data} and sends it nothing. */
    Session beginCold(Path data, Server.Options options)
            throws IOException, InterruptedException, SQLException {
        progress.say("starting the server ...");
        Session begun = Session.begin(layout, database, options, data, LINE_BYTES);
        session = begun;
        return begun;
    }

    /** Stops it and checks each of its rows. */
    void end(Session ended) throws IOException, SQLException {
        ended.stop();
        session = null;
        progress.say("checking %,d rows ...", ended.rows());
        ended.checkRows();
    }

    /** Ends what runs. */
    @Override
    public void close() {
        Session open = session;
        if (open != null) {
            open.close();
        }
    }

    Progress progress() {
        return progress;
    }
}
