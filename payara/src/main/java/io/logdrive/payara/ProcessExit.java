package io.logdrive.payara;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process when a WAR cannot start: Payara Micro by itself would stay up, say "ready" and
 * serve nothing (DESIGN.md, section 5).
 *
 * <p>Thread-safe.
 */
public final class ProcessExit {
    /** The exit status of a process whose WAR could not start. */
    public static final int START_FAILED = 3;

    private static final System.Logger LOGGER = System.getLogger(ProcessExit.class.getName());
    private static final long ORDERLY_EXIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private ProcessExit() {}

    /**
     * Says why {@code component} could not start, on standard error as well because the log may be
     * elsewhere, and ends the process with status {@value #START_FAILED}.
     *
     * <p>Returns at once: the caller is inside a deployment, which Payara's own shutdown waits for.
     * If the orderly exit hangs behind that, the process is halted after 10 s.
     */
    public static void afterFailedStart(String component, Throwable cause) {
        String reason = component + " cannot start: " + reasonOf(cause);
        LOGGER.log(System.Logger.Level.ERROR, "start-failed component=" + component, cause);
        System.err.println(reason);
        // Not the container's threads: they are about to be taken down with it.
        daemon("logdrive-exit", () -> System.exit(START_FAILED)).start();
        daemon("logdrive-halt", ProcessExit::haltAfterDeadline).start();
    }

    /** The outermost message that is our own, which names the key; else the innermost there is. */
    static String reasonOf(Throwable failure) {
        String reason = failure.toString();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null && t.getClass().getName().startsWith("io.logdrive.")) {
                return message;
            }
            if (message != null) {
                reason = message;
            }
        }
        return reason;
    }

    private static void haltAfterDeadline() {
        long deadline = System.nanoTime() + ORDERLY_EXIT_NANOS;
        while (deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
        Runtime.getRuntime().halt(START_FAILED);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
