package io.logdrive.ingest.status;

import io.logdrive.payara.access.Caller;
import io.logdrive.payara.access.ShownText;
import org.jspecify.annotations.Nullable;

/** The log lines of what people do. Thread-safe. */
final class StatusEvents {
    private static final System.Logger LOGGER = System.getLogger(StatusEvents.class.getName());

    private StatusEvents() {}

    /**
     * Somebody changed something.
     *
     * @param target of ours or made fit for a log, what it was done to
     */
    static void audited(
            @Nullable Caller caller, String address, String what, String target, String outcome) {
        LOGGER.log(
                System.Logger.Level.INFO,
                "audit who="
                        + (caller == null ? "nobody" : caller.name())
                        + " address="
                        + ShownText.of(address)
                        + " what="
                        + what
                        + " target="
                        + target
                        + " outcome="
                        + outcome);
    }
}
