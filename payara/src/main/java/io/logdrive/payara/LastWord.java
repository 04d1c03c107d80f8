package io.logdrive.payara;

/**
 * Says what a component has to say when it has stopped, so that it is seen also when the process
 * ends: {@code java.util.logging} then closes its handlers in a shutdown hook of its own, beside
 * the one that stops the WARs, and what is logged from there on is lost.
 *
 * <p>Thread-safe.
 */
public final class LastWord {
    private static final System.Logger LOGGER = System.getLogger(LastWord.class.getName());

    private LastWord() {}

    /** Logs {@code event}; on the way down of the process writes it to standard error as well. */
    public static void say(String event) {
        LOGGER.log(System.Logger.Level.INFO, event);
        if (isProcessEnding()) {
            System.err.println(event);
        }
    }

    private static boolean isProcessEnding() {
        Thread probe = new Thread(() -> {}, "logdrive-probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
