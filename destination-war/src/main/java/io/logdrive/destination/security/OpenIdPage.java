package io.logdrive.destination.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is answered that logs in by the provider: a page, or where to go.
 *
 * <p>Immutable. Its text has neither address nor cookies: there are secrets in them.
 *
 * @param location for a redirect, or null
 * @param html the page, or null
 * @param cookies for {@code Set-Cookie}
 */
record OpenIdPage(
        int status, @Nullable String location, @Nullable String html, List<String> cookies) {
    private static final int SEE_OTHER = 303;

    static OpenIdPage redirect(String location, String cookie) {
        return new OpenIdPage(SEE_OTHER, location, null, List.of(cookie));
    }

    /**
     * Goes on to {@code to} by itself. Not by a redirect: to that, as the end of a way that began
     * on the provider's page, a browser would not send a cookie that is SameSite=Strict.
     */
    static OpenIdPage onwards(String to) {
        return new OpenIdPage(
                200,
                null,
                html(
                        "<meta http-equiv=\"refresh\" content=\"0;url=" + escaped(to) + "\">",
                        "Logged in",
                        "<a href=\"" + escaped(to) + "\">Go on</a>"),
                List.of());
    }

    /**
     * Says why not.
     *
     * @param again where to begin anew
     */
    static OpenIdPage refused(OpenIdRefusal refusal, String again) {
        return new OpenIdPage(
                refusal.status(),
                null,
                html(
                        "",
                        "Not logged in",
                        escaped(String.valueOf(refusal.getMessage()))
                                + "</p><p><a href=\""
                                + escaped(again)
                                + "\">Try again</a>"),
                List.of());
    }

    OpenIdPage with(String cookie) {
        List<String> more = new ArrayList<>(cookies);
        more.add(cookie);
        return new OpenIdPage(status, location, html, List.copyOf(more));
    }

    @Override
    public String toString() {
        return "page " + status;
    }

    private static String html(String head, String title, String paragraph) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + head
                + "<title>"
                + title
                + " - Logdrive</title></head><body><h1>"
                + title
                + "</h1><p>"
                + paragraph
                + "</p></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
