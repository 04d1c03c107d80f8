package io.logdrive.destination.query;

import io.logdrive.payara.access.Caller;
import org.jspecify.annotations.Nullable;

/** For who lives longer than one request. Thread-safe. */
public interface QueriesByCaller {
    /**
     * What one caller's requests are answered from.
     *
     * @throws QueryProblem 403 when there is no caller
     */
    Queries of(@Nullable Caller caller);
}
