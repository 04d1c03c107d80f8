package io.logdrive.destination.query;

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
public final class StateChange {
    private StateChange() {}

    /**
     * Checks one request.
     *
     * @param target as the client addressed it
     * @throws QueryProblem 415 or 403
     */
    public static void check(Headers headers, URI target) {
        String type = headers.value("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw QueryProblem.unsupported(
                    "Content-Type: expected application/json, found "
                            + (type == null ? "none" : Parameters.quoted(type)));
        }
        String site = headers.value("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw forbidden("Sec-Fetch-Site", site);
        }
        String origin = headers.value("Origin");
        if (origin != null && !isSame(origin, headers.value("Host"), target)) {
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

    /** The headers of a request. */
    public interface Headers {
        /** Null when there is none of that name. */
        @Nullable String value(String name);
    }
}
