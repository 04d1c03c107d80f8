package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UntakenRequestTest {
    @Test
    void isShownCutAndWithoutWhatBreaksALine() {
        UntakenRequest request = new UntakenRequest("GET", "/\n" + "x".repeat(200), "", "");

        assertThat(request.detail(404, "", "", ""))
                .isEqualTo("path: expected one that there is, found /?" + "x".repeat(98) + "…");
    }

    @Test
    void namesWhatIsExpected() {
        UntakenRequest request = new UntakenRequest("PUT", "/a", "image/png", "");

        assertThat(request.detail(405, "GET, OPTIONS", "", ""))
                .isEqualTo("method: expected one of GET, OPTIONS, found PUT");
        assertThat(request.detail(406, "", "text/csv", ""))
                .isEqualTo("Accept: expected text/csv, found image/png");
        assertThat(request.detail(415, "", "", "application/json"))
                .isEqualTo("Content-Type: expected application/json, found none");
        assertThat(request.detail(400, "", "", "")).isEqualTo("expected another request");
    }
}
