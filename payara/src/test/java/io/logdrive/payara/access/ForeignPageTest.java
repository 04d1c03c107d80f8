package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignPageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin | http://logs:8080",
                "Origin | https://LOGS:8080",
                "Sec-Fetch-Site | same-origin",
                "Sec-Fetch-Site | none",
                "User-Agent | curl",
                "Content-Type | Application/JSON ; charset=utf-8",
            })
    void letsOurOwnPagesAndPlainClients(String header, String value) {
        assertThat(ForeignPage.ofChange(headers(header, value))).isNull();
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
        ForeignPage.Problem problem =
                new ForeignPage.Problem(
                        403,
                        "Forbidden",
                        header + ": expected the origin of this server, found \"" + value + "\"");

        assertThat(ForeignPage.ofChange(headers(header, value))).isEqualTo(problem);
        assertThat(ForeignPage.ofOrigin(headers(header, value))).isEqualTo(problem);
    }

    @Test
    void refusesAnOriginWhereNobodyNamedAHost() {
        assertThat(ForeignPage.ofChange(name -> headers("Origin", "http://null").value(name)))
                .isNotNull();
        assertThat(
                        ForeignPage.ofChange(
                                name ->
                                        name.equals("Host")
                                                ? null
                                                : headers("Origin", "http://null").value(name)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx"
    })
    void refusesWhatAFormCanSend(String type) {
        assertThat(ForeignPage.ofChange(headers("Content-Type", type)))
                .isEqualTo(
                        new ForeignPage.Problem(
                                415,
                                "Unsupported media type",
                                "Content-Type: expected application/json, found \"" + type + "\""));
    }

    @Test
    void refusesARequestWithoutAType() {
        assertThat(ForeignPage.ofChange(name -> null))
                .isEqualTo(
                        new ForeignPage.Problem(
                                415,
                                "Unsupported media type",
                                "Content-Type: expected application/json, found none"));
    }

    @Test
    void asksForNoTypeWhereTheOriginAloneMatters() {
        assertThat(ForeignPage.ofOrigin(headers("Content-Type", "text/plain"))).isNull();
    }

    @Test
    void cleansWhatItShows() {
        assertThat(ForeignPage.ofChange(headers("Origin", "x\r\n\u001b[31m\u202e\"y\\")))
                .isEqualTo(
                        new ForeignPage.Problem(
                                403,
                                "Forbidden",
                                "Origin: expected the origin of this server, found"
                                        + " \"x???[31m??y?\""));
    }

    private static ForeignPage.Headers headers(String header, String value) {
        Map<String, String> all = new HashMap<>();
        all.put("Host", "logs:8080");
        all.put("Content-Type", "application/json;charset=UTF-8");
        all.put(header, value);
        return all::get;
    }
}
