package io.logdrive.destination.query;

import java.lang.System.Logger.Level;

/** The log lines of the query API. Thread-safe. */
final class QueryEvents {
    private static final System.Logger LOGGER = System.getLogger(Queries.class.getName());

    /** A defect of ours: everything that is to be expected has a status of its own. */
    void failed(Throwable cause) {
        LOGGER.log(Level.ERROR, "query-failed", cause);
    }

    /** Tails go on when the database answers again; nothing is left out. */
    void tailFailed(Throwable cause) {
        LOGGER.log(Level.WARNING, "tail-waits reason=" + cause.getMessage());
    }
}
