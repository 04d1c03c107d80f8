package io.logdrive.destination.security;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.payara.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the current request, as the container's security knows it.
 *
 * <p>Implementations are confined to one request.
 */
public interface CurrentCaller {
    /** Null when it showed nothing. */
    @Nullable Caller orNull();

    /**
     * As above.
     *
     * @throws QueryProblem 401 when it showed nothing
     */
    default Caller caller() {
        Caller caller = orNull();
        if (caller == null) {
            throw QueryProblem.unauthorized("expected a log-in or a token, found none");
        }
        return caller;
    }
}
