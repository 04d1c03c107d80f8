package io.logdrive.agent.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Confined to the test's thread. */
class ShapeConfigTest {
    private static ShapeConfig redacting(String... what) {
        return new ShapeConfig(List.of(), List.of(), Stream.of(what).map(Redaction::of).toList());
    }

    private static List<Pattern> patterns(String... texts) {
        return Stream.of(texts).map(Pattern::compile).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "card|paid by 4111 1111 1111 1111 today|paid by [card] today",
                "card|4111-1111-1111-1111,5500000000000004|[card],[card]",
                "card|order 4111111111111112 has another check digit|order 4111111111111112 has"
                        + " another check digit",
                "card|1795332803464|1795332803464",
                "email|from a.b+c@example.co.uk to x@y|from [email] to x@y",
                "token|Authorization: Bearer abc.def-1 end|Authorization: Bearer [token] end",
                "token|\"password\": \"s3cret\", \"user\": \"u\"|\"password\": \"[token]\","
                        + " \"user\": \"u\"",
                "token|api_key=k1&token=k2&x=1|api_key=[token]&token=[token]&x=1",
                "token|jwt eyJhbGciOi.eyJzdWIi.c2ln|jwt [token]",
                "card|2026-11-22 4111111111111111 paid|2026-11-22 [card] paid",
                "card|4111 1111 1111 1111 12/28 and 123|[card] 12/28 and 123",
                "card|4111111111111111 123 5500000000000004|[card] 123 [card]",
                "token|token=Bearer abc123 end|token=Bearer [token] end",
                "token|{\\\"password\\\":\\\"x y\\\"}|{\\\"password\\\":\\\"[token]\\\"}",
                "token|secret=\"two words, one secret\" id=1|secret=\"[token]\" id=1",
                "user=(\\w+)|user=bob id=1 user=eve|user=[redacted] id=1 user=[redacted]",
                "\\d+|a1b22|a[redacted]b[redacted]",
                "x*|abc|abc"
            })
    void whatIsFoundIsReplacedAndNothingElse(String what, String text, String expected) {
        assertThat(redacting(what).apply(text)).isEqualTo(expected);
    }

    @Test
    void aTextWithNothingToRedactIsTheSameObject() {
        String text = "plain";

        assertThat(redacting("card", "email", "token").apply(text)).isSameAs(text);
    }

    @Test
    void redactionsAreAppliedInTheirOrder() {
        assertThat(redacting("email", "\\[email\\]").apply("a@b.c")).isEqualTo("[redacted]");
    }

    @Test
    void eventsAreKeptAndDroppedByWhatIsFoundInThem() {
        ShapeConfig shape =
                new ShapeConfig(patterns("ERROR", "WARN"), patterns("health"), List.of());

        assertThat(shape.apply("ERROR a")).isEqualTo("ERROR a");
        assertThat(shape.apply("x\nWARN b")).isEqualTo("x\nWARN b");
        assertThat(shape.apply("INFO c")).isNull();
        assertThat(shape.apply("ERROR in health check")).isNull();
        assertThat(shape.isNone()).isFalse();
        assertThat(ShapeConfig.NONE.isNone()).isTrue();
        assertThat(ShapeConfig.NONE.apply("INFO c")).isEqualTo("INFO c");
    }

    @Test
    void whatIsNeitherPresetNorExpressionIsRefused() {
        assertThatThrownBy(() -> Redaction.of("(card"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "expected card, email, token or a regular expression, found (card (");
    }
}
