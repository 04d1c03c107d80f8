package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.StoreException;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {
    @Test
    void namesTheParameterAtFault() {
        ProblemJson problem = ProblemJson.of(QueryProblem.of("limit", "1..10", "\"x\""));

        assertThat(problem.text())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad parameter\",\"status\":400,"
                                + "\"detail\":\"limit: expected 1..10, found \\\"x\\\"\","
                                + "\"parameter\":\"limit\"}");
        assertThat(problem.isPassing()).isFalse();
    }

    @Test
    void tellsWhatTheStoreMeans() {
        assertThat(ProblemJson.of(new StoreException.Timeout("slow", null)))
                .isEqualTo(new ProblemJson(504, "Timeout", "slow", null));
        assertThat(ProblemJson.of(new StoreException.Busy("busy", null)))
                .isEqualTo(new ProblemJson(429, "Too many queries", "busy", null));
        assertThat(ProblemJson.of(new StoreException.Away("away", null)))
                .isEqualTo(new ProblemJson(503, "Database away", "away", null));
    }

    @Test
    void saysOfWhichItMayPass() {
        assertThat(ProblemJson.of(new StoreException.Busy("", null)).isPassing()).isTrue();
        assertThat(ProblemJson.of(new StoreException.Away("", null)).isPassing()).isTrue();
        assertThat(ProblemJson.of(new StoreException.Timeout("", null)).isPassing()).isFalse();
        assertThat(ProblemJson.of(QueryProblem.notFound("")).isPassing()).isFalse();
    }

    @Test
    void tellsNothingOfADefectOfOurs() {
        assertThat(ProblemJson.of(new IllegalStateException("secret")))
                .isEqualTo(
                        new ProblemJson(500, "Internal error", "see the log of the server", null));
    }
}
