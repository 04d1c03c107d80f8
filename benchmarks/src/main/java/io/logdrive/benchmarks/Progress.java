package io.logdrive.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Says on the way what is being done and what came of it.
 *
 * <p>Confined to the main thread.
 *
 * @param out where to
 */
record Progress(PrintWriter out) {
    /** A line, seen at once. */
    void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
