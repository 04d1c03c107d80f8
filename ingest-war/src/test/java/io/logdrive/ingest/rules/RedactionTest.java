package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paid with 4111 1111 1111 1111 today | paid with [card] today",
                "4111111111111111 | [card]",
                "a 12 4111-1111-1111-1111 35 | a 12 [card] 35",
                "4111111111111111,5500005555555559 | [card],[card]",
                "4111111111111112 | 4111111111111112",
                "378282246310005 x | [card] x",
                "1234567890123456789012345 | 1234567890123456789012345",
                "2026-11-22 08:10:38 | 2026-11-22 08:10:38",
                "4222222222222 | [card]",
            })
    void replacesCardsWithARightCheckDigit(String text, String expected) {
        assertThat(Redaction.of("card").apply(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to joe.b+x@mail.example.com: sent | to [email]: sent",
                "a@b, x@y.zz | a@b, [email]",
                "nobody at all | nobody at all",
            })
    void replacesAddresses(String text, String expected) {
        assertThat(Redaction.of("email").apply(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "Authorization: Bearer abc.def | Authorization: Bearer [token]",
                "password=hunter2&x=1 | password=[token]&x=1",
                "{\"api_key\":\"k1\",\"n\":1} | {\"api_key\":\"[token]\",\"n\":1}",
                "{\\\"token\\\":\\\"t\\\"} | {\\\"token\\\":\\\"[token]\\\"}",
                "PWD: 'a b' c | PWD: '[token]' c",
                "to\u212Aen=\u212A | to\u212Aen=[token]",
                "jwt eyJhbGci.eyJzdWIi.c2ln end | jwt [token] end",
                "token bucket is full | token bucket is full",
            })
    void replacesWhatStandsBehindTheWordsForSecrets(String text, String expected) {
        assertThat(Redaction.of("token").apply(text)).isEqualTo(expected);
    }

    @Test
    void replacesTheFirstGroupOfAnExpression() {
        assertThat(Redaction.of("user=(\\w+)").apply("user=joe, user=ann"))
                .isEqualTo("user=[redacted], user=[redacted]");
        assertThat(Redaction.of("a|b(c)").apply("a bc x")).isEqualTo("[redacted] b[redacted] x");
        assertThat(Redaction.of("x*").apply("aa")).isEqualTo("aa");
    }

    @Test
    void leavesEveryOtherTextAsItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "pasword@.=: -0123456789\"'\\\u212A\u00fc";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String whole = text.toString();
            for (String preset : Redaction.PRESETS) {
                String once = Redaction.of(preset).apply(whole);
                assertThat(once.contains("[" + preset + "]") || once.equals(whole))
                        .as("seed %d, %s of %s", seed, preset, whole)
                        .isTrue();
            }
        }
    }
}
