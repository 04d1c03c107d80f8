package io.logdrive.destination.security;

/**
 * Why somebody does not come in by the provider.
 *
 * <p>Its message is for who wanted to, on a page.
 */
final class OpenIdRefusal extends RuntimeException {
    private final int status;
    private final String reason;

    /**
     * @param status of HTTP
     * @param reason one word for the log and the metric, of few
     * @param message never a secret, nor anything that the provider or the browser wrote
     */
    OpenIdRefusal(int status, String reason, String message) {
        this(status, reason, message, null);
    }

    OpenIdRefusal(
            int status,
            String reason,
            String message,
            @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reason = reason;
    }

    /** The provider cannot be asked. */
    static OpenIdRefusal away(String what, Throwable cause) {
        return new OpenIdRefusal(
                503,
                "away",
                "The provider of log-ins does not answer as it should ("
                        + what
                        + "). The log of the server says why. Try again in a while.",
                cause);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** What is in its cause, for the log; of a library, which shows no secret in it. */
    String details() {
        Throwable cause = getCause();
        return cause == null ? "" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
