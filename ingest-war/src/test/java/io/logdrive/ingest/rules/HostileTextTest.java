package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.LogRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of 1 MiB made to cost time: it grows with their length and not with its square. */
class HostileTextTest {
    private static final int CHARS = 1 << 20;
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String RULES =
            """
            rules:
              - {when: {message: {matches: '(?:x+x+)+y'}}, tag: a}
              - {when: {message: {matches: '(?i)(a|b|ab)*c$'}}, tag: b}
              - {when: {message: '*a*b*c*d*'}, tag: c}
              - {redact: [card, email, token]}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "ab",
                "1",
                "1 ",
                "1-",
                "@",
                "a@",
                "a@b.",
                "token",
                "token=",
                "password: '",
                "bearer ",
                "eyJ.",
                "eyJa.b.",
                "\\",
                "\"",
                "\u212A",
                "{",
                "abc"
            })
    void costsTimeInProportionToItsLength(String part) {
        String text = part.repeat(CHARS / part.length());
        RuleMatches matches = new RuleMatches(RuleSet.of("r", RULES).rules());
        RecordDraft draft = new RecordDraft();
        draft.take(
                new LogRecord(
                        1,
                        1,
                        null,
                        null,
                        null,
                        text,
                        List.of(),
                        FieldsJson.with(null, "f", text),
                        0),
                null);
        matches.next();
        long begun = System.nanoTime();

        for (StageName stage : StageName.values()) {
            matches.apply(stage, draft);
        }

        long nanos = System.nanoTime() - begun;
        // The square of the length would take hours.
        assertThat(Duration.ofNanos(nanos)).isLessThan(MOST);
        assertThat(draft.toRecord().body()).isNotNull();
    }
}
