package io.logdrive.ingest.access;

import io.logdrive.payara.LimitedLog;
import io.logdrive.payara.access.Credentials;
import io.logdrive.payara.access.ShownText;
import java.util.regex.Pattern;

/** The log lines of asking another process who asks. Never a secret. Thread-safe. */
final class AccessEvents {
    private static final System.Logger LOGGER = System.getLogger(HttpVerifier.class.getName());

    /** As the destination's UserName has it. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    private final LimitedLog limited = new LimitedLog(LOGGER, System::nanoTime);

    /** The destination does not know what somebody showed; its log says more. */
    void refused(Credentials shown) {
        // Nothing here is called regularly: what was left out is said with the next one.
        limited.flush();
        limited.warn(
                "login-refused",
                "user="
                        + name(shown)
                        + " address="
                        + ShownText.of(shown.address())
                        + " by="
                        + shown.kind());
    }

    /** What can be no user's name may be a password in the wrong place. */
    private static String name(Credentials shown) {
        return NAME.matcher(shown.name()).matches() ? shown.name() : "(no-name)";
    }

    /** Nobody could be asked. */
    void away(String problem) {
        limited.flush();
        limited.warn("access-away", "problem=" + ShownText.of(problem));
    }
}
