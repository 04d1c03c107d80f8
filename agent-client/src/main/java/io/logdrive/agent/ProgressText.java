package io.logdrive.agent;

import io.logdrive.agent.send.SendProgress;
import java.util.Locale;

/** Says how a run is going. Thread-safe. */
final class ProgressText {
    private ProgressText() {}

    /** {@code 10,000 sent, 1,000/s, 4 of 4 up, 0 reconnects}, and what is wrong if something is. */
    static String of(SendProgress progress, long linesPerSecond) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%,d sent, %,d/s, %,d of %,d up, %,d %s",
                        progress.sent(),
                        linesPerSecond,
                        progress.up(),
                        progress.connections(),
                        progress.reconnects(),
                        progress.reconnects() == 1 ? "reconnect" : "reconnects"));
        if (progress.acknowledged() >= 0) {
            text.append(String.format(Locale.ROOT, ", %,d acknowledged", progress.acknowledged()));
        }
        if (progress.closing() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d to confirm", progress.closing()));
        }
        if (progress.up() < progress.connections() && !progress.lastFailure().isEmpty()) {
            text.append(", last failure: ").append(progress.lastFailure());
        }
        return text.toString();
    }
}
