package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
    private static final Map<String, Long> LINES = Map.of("a", 10L, "b", 5L);

    @Test
    void isBalancedWhenAllIsStored() throws IOException {
        assertThat(problems(total(2, 15, 15, 0, 0, 0), "")).isEmpty();
    }

    @Test
    void seesEachSumThatDiffers() throws IOException {
        assertThat(problems(total(3, 15, 12, 1, 2, 4), ""))
                .containsExactly(
                        "ledger: origins: expected 2, found 3",
                        "ledger: stored: expected 15, found 12",
                        "ledger: filtered: expected 0, found 1",
                        "ledger: dead: expected 0, found 2",
                        "ledger: missing: expected 0, found 4");
    }

    @Test
    void seesAGapOfAnOrigin() throws IOException {
        assertThat(problems(total(2, 15, 15, 0, 0, 0), "{\"first\":3,\"last\":4}"))
                .containsExactly(
                        "ledger: origin o: expected no gap, found [{\"first\":3,\"last\":4}]");
    }

    @Test
    void seesAnAnswerWithoutFigures() throws IOException {
        assertThat(LedgerAudit.of(Http.JSON.readTree("{}"), LINES).problems()).hasSize(6);
    }

    private static java.util.List<String> problems(String total, String gaps) throws IOException {
        String answer =
                "{\"total\":"
                        + total
                        + ",\"origins\":[{\"origin\":\"o\",\"gaps\":["
                        + gaps
                        + "]},{\"origin\":\"p\",\"gaps\":[]}]}";
        return LedgerAudit.of(Http.JSON.readTree(answer), LINES).problems();
    }

    private static String total(
            int origins, int received, int stored, int filtered, int dead, int missing) {
        return Http.JSON
                .createObjectNode()
                .put("origins", origins)
                .put("received", received)
                .put("stored", stored)
                .put("filtered", filtered)
                .put("dead", dead)
                .put("missing", missing)
                .toString();
    }
}
