package io.logdrive.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

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
        PrintWriter progress) {
    Api api() {
        return pipeline.api();
    }

    void say(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }

    /** The process that queries. */
    Server.Part destination() {
        return server.parts().get(0);
    }
}
