package io.logdrive.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands behind one run: CPU of each part of the way, bytes written, waits and commits.
 *
 * <p>Confined to the main thread.
 */
final class RunMeter {
    private static final String GROUPS = "logdrive_destination_store_group_seconds";
    private static final String WAITS = "logdrive_queue_wait_seconds";
    private static final String CHUNKS = "logdrive_listen_chunks_total";
    private static final double MILLIS = 1_000;

    private final Server server;
    private final Database database;
    private final Api api;
    private final Look before;
    private Look after;

    RunMeter(Server server, Database database, Api api) throws IOException, InterruptedException {
        this.server = server;
        this.database = database;
        this.api = api;
        this.before = look();
        this.after = before;
    }

    /** The run is over. */
    void end() throws IOException, InterruptedException {
        after = look();
    }

    /** What was used from the beginning to the {@link #end}, for {@code lines} lines. */
    Pipeline.Details details(long lines) {
        Map<String, Double> stages = new LinkedHashMap<>();
        after.stages.forEach(
                (stage, seconds) ->
                        stages.put(stage, seconds - before.stages.getOrDefault(stage, 0.0)));
        Map<String, Double> measures = new LinkedHashMap<>();
        after.written.forEach(
                (process, bytes) ->
                        measures.put(
                                "bytes written / line, " + process,
                                (bytes - before.written.getOrDefault(process, 0.0)) / lines));
        double groups = used(GROUPS + "_count");
        double waits = used(WAITS + "_count");
        put(measures, "lines of a chunk, mean", (double) lines, used(CHUNKS));
        put(measures, "ms from the socket to the forwarder, mean", used(WAITS + "_sum"), waits);
        put(measures, "rows of a group, mean", (double) lines, groups);
        put(measures, "ms to store and commit a group, mean", used(GROUPS + "_sum"), groups);
        return new Pipeline.Details(stages, measures);
    }

    private static void put(Map<String, Double> measures, String name, double sum, double count) {
        if (count > 0) {
            measures.put(name, (name.startsWith("ms") ? MILLIS : 1) * sum / count);
        }
    }

    private double used(String metric) {
        return after.metrics.getOrDefault(metric, 0.0) - before.metrics.getOrDefault(metric, 0.0);
    }

    private Look look() throws IOException, InterruptedException {
        Map<String, Double> stages = new LinkedHashMap<>();
        Map<String, Double> written = new LinkedHashMap<>();
        for (Server.Part part : server.parts()) {
            Stages.cpuSeconds(part.pid())
                    .forEach((stage, seconds) -> stages.merge(stage, seconds, Double::sum));
            written.put(part.processName(), (double) part.writtenBytes());
        }
        long databaseWritten = database.writtenBytes();
        if (databaseWritten > 0) {
            written.put(Pipeline.DATABASE, (double) databaseWritten);
        }
        return new Look(stages, written, api.metrics());
    }

    /** Sums since the start. Immutable. */
    private record Look(
            Map<String, Double> stages, Map<String, Double> written, Map<String, Double> metrics) {}
}
