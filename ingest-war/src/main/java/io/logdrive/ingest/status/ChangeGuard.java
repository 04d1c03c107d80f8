package io.logdrive.ingest.status;

import io.logdrive.payara.access.ForeignPage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Lets only those requests change something that no foreign page can make a browser send.
 *
 * <p>Thread-safe.
 */
final class ChangeGuard {
    private ChangeGuard() {}

    /**
     * @throws jakarta.ws.rs.WebApplicationException 415 or 403
     */
    static void check(HttpHeaders headers) {
        ForeignPage.Problem problem = ForeignPage.ofChange(headers::getHeaderString);
        if (problem != null) {
            throw Problem.of(Response.Status.fromStatusCode(problem.status()), problem.detail());
        }
    }
}
