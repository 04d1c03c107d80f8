package io.logdrive.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeGuardTest {
    private static final String JSON = "application/json";
    private static final String HOST = "logs.example:8080";

    @Test
    void letsJsonFromThisOriginOrFromNoPageThrough() {
        assertThat(ChangeGuard.refusal(JSON, null, null, HOST)).isNull();
        assertThat(
                        ChangeGuard.refusal(
                                "Application/JSON; charset=utf-8",
                                "same-origin",
                                "https://logs.example:8080",
                                HOST))
                .isNull();
        assertThat(ChangeGuard.refusal(JSON, "none", null, HOST)).isNull();
    }

    @Test
    void refusesWhatIsNotJson() {
        refuses(null, null, null, "Content-Type: expected application/json, found none");
        refuses(
                "text/plain",
                null,
                null,
                "Content-Type: expected application/json, found text/plain");
        refuses(
                "application/jsonx",
                null,
                null,
                "Content-Type: expected application/json, found application/jsonx");
    }

    @Test
    void refusesWhatAnotherSitesPageMadeABrowserSend() {
        refuses(
                JSON,
                "cross-site",
                null,
                "Sec-Fetch-Site: expected same-origin or none, found cross-site");
        refuses(
                JSON,
                "same-site",
                null,
                "Sec-Fetch-Site: expected same-origin or none, found same-site");
        refuses(
                JSON,
                null,
                "https://evil.example",
                "Origin: expected that of the host logs.example:8080, found https://evil.example");
        refuses(
                JSON,
                null,
                "null",
                "Origin: expected that of the host logs.example:8080, found null");
    }

    private static void refuses(
            @Nullable String type, @Nullable String site, @Nullable String origin, String why) {
        assertThat(ChangeGuard.refusal(type, site, origin, HOST))
                .extracting(ChangeGuard.Refusal::detail)
                .isEqualTo(why);
    }
}
