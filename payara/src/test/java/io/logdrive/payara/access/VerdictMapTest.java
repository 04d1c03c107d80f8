package io.logdrive.payara.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictMapTest {
    @ParameterizedTest
    @MethodSource("verdicts")
    void bringsEachVerdictBack(Verdict verdict) {
        assertThat(VerdictMap.verdict(VerdictMap.of(verdict))).isEqualTo(verdict);
    }

    static Stream<Verdict> verdicts() {
        return Stream.of(
                new Verdict.Known(Caller.LOCAL),
                new Verdict.Known(
                        new Caller("anna/ci", Role.READER, Credentials.Kind.BEARER, "service:a")),
                new Verdict.Anonymous(),
                new Verdict.NoUsers(),
                new Verdict.Refused("expired"),
                new Verdict.Throttled(17),
                new Verdict.Away("database: away"));
    }

    @ParameterizedTest
    @EnumSource(Credentials.Kind.class)
    void bringsCredentialsBack(Credentials.Kind kind) {
        Credentials credentials = new Credentials(kind, "ä", "s:=\u20ac", "::1");

        assertThat(VerdictMap.credentials(VerdictMap.of(credentials))).isEqualTo(credentials);
    }

    @Test
    void takesNothingElseForAVerdict() {
        assertThatThrownBy(() -> VerdictMap.verdict(Map.of()))
                .hasMessage("verdict: expected a text, found none");
        assertThatThrownBy(() -> VerdictMap.verdict(Map.of("verdict", "fine")))
                .hasMessage("verdict: expected one, found another");
        assertThatThrownBy(() -> VerdictMap.verdict(Map.of("verdict", "known", "name", "x")))
                .hasMessage("role: expected a text, found none");
        assertThatThrownBy(() -> VerdictMap.verdict(Map.of("verdict", "throttled", "text", "")))
                .hasMessage("seconds: expected a number, found another");
    }

    @Test
    void letsNobodyInWhenTheOtherSideFails() {
        Function<Object, Object> stopped =
                map -> {
                    throw new IllegalStateException("stopped");
                };
        Function<Object, Object> strange = map -> Map.of("verdict", 1);

        assertThat(AccessLink.of(stopped).verify(Credentials.none("::1")))
                .isEqualTo(
                        new Verdict.Away(
                                "destination: expected a verdict, found IllegalStateException"));
        assertThat(AccessLink.of(strange).verify(Credentials.none("::1")))
                .isEqualTo(
                        new Verdict.Away(
                                "destination: expected a verdict, found ClassCastException"));
    }
}
