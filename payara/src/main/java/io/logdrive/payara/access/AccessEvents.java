package io.logdrive.payara.access;

import io.logdrive.payara.LimitedLog;

/** The log lines about who is not let in. Never a secret. Thread-safe. */
final class AccessEvents {
    private static final System.Logger LOGGER = System.getLogger(Door.class.getName());

    private final LimitedLog limited;

    AccessEvents() {
        this(new LimitedLog(LOGGER, System::nanoTime));
    }

    AccessEvents(LimitedLog limited) {
        this.limited = limited;
    }

    /** Somebody was turned away for something else. */
    void turned(AccessRequest request, Refusal refusal) {
        say(
                refusal.reason(),
                "status=" + refusal.status() + " address=" + ShownText.of(request.remote()));
    }

    private void say(String reason, String details) {
        // Nothing here is called regularly: what was left out is said with the next one.
        limited.flush();
        limited.warn("access-refused reason=" + reason, details);
    }
}
