package io.logdrive.ingest.status;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses state-changing requests that a page of somebody else's may have made a browser send: they
 * must be JSON, which a foreign form cannot send, and come from this origin or from no page.
 *
 * <p>Thread-safe.
 */
final class ChangeGuard {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private ChangeGuard() {}

    /**
     * @throws jakarta.ws.rs.WebApplicationException 415 or 403
     */
    static void check(HttpHeaders headers) {
        Refusal refusal =
                refusal(
                        headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
                        headers.getHeaderString("Sec-Fetch-Site"),
                        headers.getHeaderString("Origin"),
                        headers.getHeaderString(HttpHeaders.HOST));
        if (refusal != null) {
            throw Problem.of(refusal.status(), refusal.detail());
        }
    }

    /** Null when the request may pass. */
    static @Nullable Refusal refusal(
            @Nullable String contentType,
            @Nullable String site,
            @Nullable String origin,
            @Nullable String host) {
        if (contentType == null || !isJson(contentType)) {
            return new Refusal(
                    Response.Status.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: expected application/json, found "
                            + (contentType == null ? "none" : contentType));
        }
        if (site != null && !OWN_SITES.contains(site)) {
            return new Refusal(
                    Response.Status.FORBIDDEN,
                    "Sec-Fetch-Site: expected same-origin or none, found " + site);
        }
        if (origin != null && !isOf(origin, host)) {
            return new Refusal(
                    Response.Status.FORBIDDEN,
                    "Origin: expected that of the host " + host + ", found " + origin);
        }
        return null;
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return type.strip().toLowerCase(Locale.ROOT).equals(MediaType.APPLICATION_JSON);
    }

    private static boolean isOf(String origin, @Nullable String host) {
        int authority = origin.indexOf("://");
        return authority > 0 && origin.substring(authority + 3).equalsIgnoreCase(host);
    }

    /** Why a request may not pass. Immutable. */
    record Refusal(Response.Status status, String detail) {}
}
