package io.logdrive.payara.access;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that a page of somebody else's may have made a browser send: a browser says itself
 * where they come from, and sends a JSON content type only with leave, which we give to nobody.
 *
 * <p>Thread-safe.
 */
public final class ForeignPage {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private ForeignPage() {}

    /** The headers of a request. */
    public interface Headers {
        /** Null when there is none of that name. */
        @Nullable String value(String name);
    }

    /** Why a request is refused that changes something; null when it is not. */
    public static @Nullable Problem ofChange(Headers headers) {
        String type = headers.value("Content-Type");
        if (type == null || !isJson(type)) {
            return new Problem(
                    415,
                    "Unsupported media type",
                    "Content-Type: expected application/json, found "
                            + (type == null ? "none" : ShownText.of(type)));
        }
        return ofOrigin(headers);
    }

    /** As above, whatever its content type. */
    static @Nullable Problem ofOrigin(Headers headers) {
        String site = headers.value("Sec-Fetch-Site");
        if (site != null && !OWN_SITES.contains(site)) {
            return forbidden("Sec-Fetch-Site", site);
        }
        String origin = headers.value("Origin");
        if (origin != null && !isOf(origin, headers.value("Host"))) {
            return forbidden("Origin", origin);
        }
        return null;
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /** The host and port that the client named; the scheme may have been changed by a proxy. */
    private static boolean isOf(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }

    private static Problem forbidden(String header, String found) {
        return new Problem(
                403,
                "Forbidden",
                header + ": expected the origin of this server, found " + ShownText.of(found));
    }

    /**
     * Why a request is refused. Immutable.
     *
     * @param status of HTTP
     * @param title the status in words
     * @param detail what was expected and found
     */
    public record Problem(int status, String title, String detail) {}
}
