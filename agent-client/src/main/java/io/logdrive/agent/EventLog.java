package io.logdrive.agent;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * What the agent says of itself, a line each, never what the lines it sends say.
 *
 * <p>Thread-safe.
 */
final class EventLog {
    private final PrintWriter out;
    private final Clock clock;

    EventLog(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * @param event as {@code event-name key=value …}
     */
    void say(String event) {
        // Who may name a file must not write lines here.
        String line = event.replaceAll("\\p{Cntrl}", "?");
        synchronized (out) {
            out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
            out.flush();
        }
    }
}
