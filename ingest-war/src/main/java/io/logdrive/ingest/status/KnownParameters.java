package io.logdrive.ingest.status;

import io.logdrive.payara.NearestName;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** Refuses parameters that nothing reads: a misspelt one must not be ignored. Thread-safe. */
final class KnownParameters {
    private KnownParameters() {}

    /**
     * @throws jakarta.ws.rs.WebApplicationException 400 for any name but {@code known}
     */
    static void check(UriInfo uri, Set<String> known) {
        for (String name : uri.getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                throw Problem.of(Response.Status.BAD_REQUEST, detail(name, known));
            }
        }
    }

    static String detail(String name, Set<String> known) {
        return "parameter "
                + name
                + ": expected "
                + (known.isEmpty()
                        ? "no parameter"
                        : "a known one (" + NearestName.hint(name, known) + ")")
                + ", found an unknown one";
    }
}
