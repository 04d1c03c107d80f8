package io.logdrive.benchmarks;

/**
 * A running server on a filled database, and what is needed to measure it.
 *
 * <p>Immutable.
 *
 * @param pipeline sends as much as is taken
 * @param rows what was there before
 */
record FilledServer(
        Layout layout,
        Server server,
        Database database,
        Pipeline pipeline,
        GeneratedRows rows,
        Progress progress) {
    Api api() {
        return pipeline.api();
    }

    /** The process that queries. */
    Server.Part destination() {
        return server.parts().get(0);
    }
}
