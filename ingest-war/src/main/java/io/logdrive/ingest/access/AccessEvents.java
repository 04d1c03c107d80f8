package io.logdrive.ingest.access;

import io.logdrive.payara.LimitedLog;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.ShownText;

/** The log lines of asking another process who asks. Never a secret. Thread-safe. */
final class AccessEvents {
    private static final System.Logger LOGGER = System.getLogger(HttpVerifier.class.getName());

    private final LimitedLog limited = new LimitedLog(LOGGER, System::nanoTime);

    /** The destination does not know what somebody showed; its log says more. */
    void refused(Credentials shown) {
        // Nothing here is called regularly: what was left out is said with the next one.
        limited.flush();
        limited.warn(
                "login-refused",
                "user="
                        + ShownText.of(shown.name())
                        + " address="
                        + ShownText.of(shown.address())
                        + " by="
                        + shown.kind());
    }

    /** Nobody could be asked. */
    void away(String problem) {
        limited.flush();
        limited.warn("access-away", "problem=" + ShownText.of(problem));
    }
}
