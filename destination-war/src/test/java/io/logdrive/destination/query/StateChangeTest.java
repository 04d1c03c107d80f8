package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateChangeTest {
    private static final URI TARGET = URI.create("http://logs:8080/destination/dead-letters/1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin | http://logs:8080",
                "Origin | https://LOGS:8080",
                "Sec-Fetch-Site | same-origin",
                "Sec-Fetch-Site | none",
                "User-Agent | curl",
            })
    void letsOurOwnPagesAndPlainClients(String header, String value) {
        assertThatCode(() -> StateChange.check(headers(header, value), TARGET))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin | http://evil:8080",
                "Origin | http://logs",
                "Origin | null",
                "Origin | http://logs:8080.evil.example",
                "Sec-Fetch-Site | cross-site",
                "Sec-Fetch-Site | same-site",
            })
    void refusesPagesOfOthers(String header, String value) {
        QueryProblem problem =
                catchThrowableOfType(
                        QueryProblem.class,
                        () -> StateChange.check(headers(header, value), TARGET));

        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem)
                .hasMessage(
                        header + ": expected the origin of this server, found \"" + value + "\"");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void refusesWhatAFormCanSend(String type) {
        QueryProblem problem =
                catchThrowableOfType(
                        QueryProblem.class,
                        () -> StateChange.check(headers("Content-Type", type), TARGET));

        assertThat(problem.status()).isEqualTo(415);
        assertThat(problem)
                .hasMessage("Content-Type: expected application/json, found \"" + type + "\"");
    }

    @Test
    void refusesARequestWithoutAType() {
        QueryProblem problem =
                catchThrowableOfType(
                        QueryProblem.class, () -> StateChange.check(name -> null, TARGET));

        assertThat(problem).hasMessage("Content-Type: expected application/json, found none");
    }

    private static StateChange.Headers headers(String header, String value) {
        Map<String, String> all = new HashMap<>();
        all.put("Host", "logs:8080");
        all.put("Content-Type", "application/json;charset=UTF-8");
        all.put(header, value);
        return all::get;
    }
}
