package io.logdrive.destination;

import io.logdrive.payara.LastWord;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The log lines of start and stop. Thread-safe. */
final class DestinationEvents {
    private static final System.Logger LOGGER = System.getLogger(Destination.class.getName());

    void starting(DestinationConfig config) {
        LOGGER.log(Level.INFO, "destination-starting " + config.effective());
    }

    void started(long nanos) {
        LOGGER.log(Level.INFO, "destination-started millis=" + millis(nanos));
    }

    void stopped(long nanos) {
        LastWord.say("destination-stopped millis=" + millis(nanos));
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
