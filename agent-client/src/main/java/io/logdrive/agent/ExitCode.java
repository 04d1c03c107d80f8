package io.logdrive.agent;

import io.logdrive.agent.send.SendReport;

/**
 * What the process answers to the shell.
 *
 * <p>Immutable.
 */
final class ExitCode {
    /** The server confirmed every line that was sent. */
    static final int CONFIRMED = 0;

    /** Something that was sent is not confirmed, or nothing could be sent. */
    static final int NOT_CONFIRMED = 1;

    /** The command line asks for something impossible; nothing was sent. */
    static final int USAGE = 2;

    /** A fault of the agent itself, or the summary could not be written. */
    static final int FAULT = 3;

    /** A second Ctrl+C or SIGINT: ended at once, without waiting or summary. */
    static final int INTERRUPTED = 130;

    /** The same by SIGTERM. */
    static final int TERMINATED = 143;

    private ExitCode() {}

    /** A signal alone changes nothing: what counts is whether the lines are safe. */
    static int of(SendReport report) {
        boolean nothingToSend = report.sent() == 0 && report.position() > 0 && report.complete();
        return report.unconfirmed() > 0 || (report.sent() == 0 && !nothingToSend)
                ? NOT_CONFIRMED
                : CONFIRMED;
    }
}
