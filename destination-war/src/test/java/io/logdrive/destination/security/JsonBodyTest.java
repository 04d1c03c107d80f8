package io.logdrive.destination.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.query.QueryProblem;
import io.logdrive.payara.access.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static final Set<String> KNOWN = Set.of("name", "role", "disabled", "password");
    private static final String CANARY = "canary-password";

    @Test
    void readsTextsFlagsAndRoles() throws IOException {
        JsonBody body =
                read(
                        "{\"name\":\"a\\u00e4\",\"role\":\"admin\",\"disabled\":true,\"password\":null}");

        assertThat(body.text("name")).isEqualTo("a\u00e4");
        assertThat(body.role("role")).isEqualTo(Role.ADMIN);
        assertThat(body.flag("disabled")).isTrue();
        assertThat(body.has("password")).isTrue();
        assertThat(body.textOrNull("password")).isNull();
        assertThat(read("{}").isEmpty()).isTrue();
        assertThat(read("{}").role("role")).isNull();
        assertThat(read("{}").flag("disabled")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nmae\":\"x\"} | nmae: expected a known member (nearest: name), found an unknown"
                        + " one",
                "{\"name\":1} | name: expected a text, true, false or null, found a number",
                "{\"name\":[]} | name: expected a text, true, false or null, found an object or a"
                        + " list",
                "{\"name\":\"\\u0000\"} | name: expected text without U+0000 and lone surrogates,"
                        + " found one at 0",
                "{\"name\":\"a\\ud800\"} | name: expected text without U+0000 and lone"
                        + " surrogates, found one at 1",
            })
    void refusesWhatIsNotKnownOrNoText(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(QueryProblem.class).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"canary-password\"",
                "{\"password\":\"canary-password\"",
                "{\"password\":\"canary-password\"}x",
                "{\"password\":\"canary-password\"}{}",
                "{\"password\":canary-password}",
                "{\"password\":\"canary-password\",\"password\":\"x\"}",
                "name=a&password=canary-password",
                "{'password':'canary-password'}",
            })
    void refusesWhatIsNotOneObjectAndShowsNothingOfIt(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(QueryProblem.class)
                .hasMessage("body: expected one JSON object, found something else")
                .hasNoCause();
    }

    @Test
    void saysWhichMemberIsMissingOrOfAnotherType() throws IOException {
        JsonBody body = read("{\"name\":true,\"disabled\":\"" + CANARY + "\",\"role\":\"root\"}");

        assertThatThrownBy(() -> body.text("password"))
                .hasMessage("password: expected a text, found none");
        assertThatThrownBy(() -> body.text("name"))
                .hasMessage("name: expected a text, found true or false");
        assertThatThrownBy(() -> body.flag("disabled"))
                .hasMessage("disabled: expected true or false, found a text");
        assertThatThrownBy(() -> body.role("role"))
                .hasMessage("role: expected reader or operator or admin, found \"root\"");
        assertThat(body).asString().doesNotContain(CANARY);
    }

    @Test
    void readsABoundedNumberOfBytes() throws IOException {
        String most = "{\"name\":\"" + "x".repeat(JsonBody.BYTES_MAX - 11) + "\"}";

        assertThat(read(most).text("name")).hasSize(JsonBody.BYTES_MAX - 11);
        assertThatThrownBy(() -> read(most + " "))
                .hasMessage("body: expected at most 16384 bytes, found more");
    }

    private static JsonBody read(String text) throws IOException {
        return JsonBody.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), KNOWN);
    }
}
