package io.logdrive.destination.query;

import io.logdrive.payara.access.ForeignPage;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those requests change something that no foreign page can make a browser send.
 *
 * <p>Thread-safe.
 */
public final class StateChange {
    private StateChange() {}

    /**
     * Checks one request.
     *
     * @param target as the client addressed it
     * @throws QueryProblem 415 or 403
     */
    public static void check(Headers headers, URI target) {
        ForeignPage.Problem problem =
                ForeignPage.ofChange(
                        name -> {
                            String value = headers.value(name);
                            return value == null && name.equals("Host")
                                    ? target.getRawAuthority()
                                    : value;
                        });
        if (problem != null) {
            throw problem.status() == 403
                    ? QueryProblem.forbidden(problem.detail())
                    : QueryProblem.unsupported(problem.detail());
        }
    }

    /** The headers of a request. */
    public interface Headers {
        /** Null when there is none of that name. */
        @Nullable String value(String name);
    }
}
