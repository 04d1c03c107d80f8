package io.logdrive.destination.query;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those requests change something that no foreign page can make a browser send: a JSON
 * content type needs leave that we never give to another origin, and the browser itself says where
 * a request comes from.
 *
 * <p>Thread-safe.
 */
final class StateChange {
    private StateChange() {}

    /**
     * @param target as the client addressed it
     * @throws QueryProblem 415 or 403
     */
    static void check(HttpHeaders headers, URI target) {
        MediaType type = headers.getMediaType();
        if (type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            throw QueryProblem.unsupported(
                    "Content-Type: expected application/json, found "
                            + (type == null ? "none" : Parameters.quoted(type.toString())));
        }
        String site = headers.getHeaderString("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw forbidden("Sec-Fetch-Site", site);
        }
        String origin = headers.getHeaderString("Origin");
        if (origin != null && !isSame(origin, headers.getHeaderString("Host"), target)) {
            throw forbidden("Origin", origin);
        }
    }

    /** The host and port that the client named; the scheme may have been changed by a proxy. */
    private static boolean isSame(String origin, @Nullable String host, URI target) {
        String ours = host == null ? target.getRawAuthority() : host;
        int scheme = origin.indexOf("://");
        return scheme > 0
                && ours != null
                && origin.substring(scheme + 3)
                        .toLowerCase(Locale.ROOT)
                        .equals(ours.toLowerCase(Locale.ROOT));
    }

    private static QueryProblem forbidden(String header, String found) {
        return QueryProblem.forbidden(
                header + ": expected the origin of this server, found " + Parameters.quoted(found));
    }
}
