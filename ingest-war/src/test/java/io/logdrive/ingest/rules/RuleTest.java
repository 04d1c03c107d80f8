package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions ask and what rules do, on one record. */
class RuleTest {
    private static final LineOrigin ORIGIN =
            new LineOrigin("agent", "/var/log/shop.log", "10.0.0.1:4000", null, null, List.of());
    private static final LogRecord RECORD =
            new LogRecord(
                    1_000_000,
                    2_000_000,
                    Level.WARN,
                    "shop",
                    "web-1",
                    "Payment of 5 failed",
                    List.of("eu", "blue"),
                    "{\"status\":504,\"user\":\"u\\\"42\",\"ok\":true,\"k8s\":{\"pod\":\"a-1\"},"
                            + "\"a.b\":\"dotted\",\"none\":null}",
                    0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listener: agent",
                "origin: /var/log/shop.log",
                "origin: /var/*",
                "origin: '*.log'",
                "origin: /var*shop*",
                "origin: '*'",
                "peer: 10.0.0.1:*",
                "service: shop",
                "service: [pay, sho*]",
                "service: {exists: true}",
                "host: web-?*",
                "tag: blue",
                "tag: {matches: '^e'}",
                "tag: {exists: true}",
                "level: warn",
                "level: [WARNING, fatal]",
                "level: {at-least: info}",
                "level: {at-least: warn, at-most: warn}",
                "level: {exists: true}",
                "message: {matches: 'Payment of \\d+'}",
                "message: {matches: '(?i)PAYMENT'}",
                "message: {matches: [nothing, 'failed$']}",
                "message: Payment of 5 failed",
                "field.status: 504",
                "field.status: {at-least: 500, at-most: 599}",
                "field.user: u\"42",
                "field.ok: true",
                "field.k8s.pod: a-*",
                "field.a.b: dotted",
                "field.none: {exists: true}",
                "field.missing: {exists: false}",
                "{service: shop, not: {host: web-2}}",
                "any: [{host: web-2}, {tag: eu}]",
                "not: {any: [{host: web-2}, {tag: us}]}",
            })
    void holds(String when) {
        assertThat(rules(when).get(0).when().holds(draft())).isEqualTo(!when.contains("?*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listener: lines",
                "origin: /var/log/shop.logs",
                "origin: shop",
                "origin: /var/log/shop.log*x",
                "peer: 10.0.0.1",
                "service: SHOP",
                "service: {exists: false}",
                "tag: red",
                "tag: {exists: false}",
                "level: error",
                "level: {at-least: error}",
                "level: {at-most: info}",
                "message: {matches: '^failed'}",
                "message: {matches: 'payment'}",
                "message: failed",
                "field.status: 50",
                "field.status: {at-least: 505}",
                "field.user: {at-least: 1}",
                "field.user: {at-most: 1}",
                "field.missing: {at-most: 1}",
                "field.missing: x",
                "field.k8s: a-1",
                "field.pod: a-1",
                "{service: shop, not: {host: web-1}}",
                "{service: shop, host: web-2}",
                "any: [{host: web-2}, {tag: us}]",
            })
    void doesNotHold(String when) {
        assertThat(rules(when).get(0).when().holds(draft())).isFalse();
    }

    @Test
    void holdsForALineOfWhichNothingIsKnownOnlyWhereNothingIsAsked() {
        RecordDraft draft = new RecordDraft();
        draft.take(new LogRecord(1, 1, null, null, null, "", List.of(), null, 0), null);

        assertThat(rules("level: {at-most: fatal}").get(0).when().holds(draft)).isFalse();
        assertThat(rules("field.a: {exists: true}").get(0).when().holds(draft)).isFalse();
        assertThat(rules("origin: '*'").get(0).when().holds(draft)).isFalse();
        assertThat(rules("message: '*'").get(0).when().holds(draft)).isTrue();
        assertThat(rules("not: {level: info}").get(0).when().holds(draft)).isTrue();
    }

    @Test
    void looksAtNoMoreOfAMessageThanItsBound() {
        String long64 = "x".repeat(SearchPattern.SEARCHED_CHARS_MAX);
        RecordDraft draft = draft();

        draft.take(withBody(long64 + "needle"), null);
        assertThat(rules("message: {matches: needle}").get(0).when().holds(draft)).isFalse();

        draft.take(withBody(long64.substring(6) + "needle"), null);
        assertThat(rules("message: {matches: needle}").get(0).when().holds(draft)).isTrue();
    }

    @Test
    void leavesARecordThatNothingChanges() {
        RecordDraft draft = draft();
        apply(draft, "- {tag: [eu, blue], set: {level: warn}, redact: [card, email, token]}");

        assertThat(draft.toRecord()).isSameAs(RECORD);
        assertThat(draft.isRedacted()).isFalse();
    }

    @Test
    void setsTagsAndReplaces() {
        RecordDraft draft = draft();
        apply(
                draft,
                """
                - when: {level: warn}
                  tag: [payment, eu]
                  set: {level: error, service: s, host: h, field.env: 'a"b', field.status: '500'}
                  redact: ['Payment of (\\d+)', 'u"\\d+', '^504$', '^500$']
                - {when: {tag: payment, field.env: 'a*'}, tag: last}
                """);

        LogRecord changed = draft.toRecord();
        assertThat(changed.level()).isEqualTo(Level.ERROR);
        assertThat(changed.service()).isEqualTo("s");
        assertThat(changed.host()).isEqualTo("h");
        assertThat(changed.tags()).containsExactly("eu", "blue", "payment", "last");
        assertThat(changed.body()).isEqualTo("Payment of [redacted] failed");
        assertThat(changed.fields())
                .isEqualTo(
                        "{\"status\":\"[redacted]\",\"user\":\"[redacted]\",\"ok\":true,"
                                + "\"k8s\":{\"pod\":\"a-1\"},\"a.b\":\"dotted\",\"none\":null,"
                                + "\"env\":\"a\\\"b\"}");
        assertThat(changed.timeMicros()).isEqualTo(RECORD.timeMicros());
        assertThat(draft.isRedacted()).isTrue();
    }

    @Test
    void countsARecordOnceForARuleThatActsInSeveralStages() {
        List<Rule> rules =
                RuleSet.of(
                                "r",
                                "rules: [{when: {service: shop}, tag: a, redact: failed},"
                                        + " {when: {service: none}, tag: b}]")
                        .rules();
        RuleMatches matches = new RuleMatches(rules);
        RecordDraft draft = draft();
        for (int i = 0; i < 3; i++) {
            matches.next();
            draft.take(RECORD, null);
            for (StageName stage : StageName.values()) {
                matches.apply(stage, draft);
            }
        }

        assertThat(matches.hits()).containsExactly(3, 0);
        assertThat(matches.drops()).containsExactly(0, 0);
        matches.clear();
        assertThat(matches.hits()).containsExactly(0, 0);
    }

    private static void apply(RecordDraft draft, String rules) {
        RuleMatches matches = new RuleMatches(RuleSet.of("r", "rules:\n" + rules).rules());
        matches.next();
        for (StageName stage : StageName.values()) {
            matches.apply(stage, draft);
        }
    }

    private static List<Rule> rules(String when) {
        String map = when.startsWith("{") ? when : "{" + when + "}";
        return RuleSet.of("r", "rules: [{when: " + map + ", tag: found}]").rules();
    }

    private static RecordDraft draft() {
        RecordDraft draft = new RecordDraft();
        draft.origin(ORIGIN);
        draft.take(RECORD, null);
        return draft;
    }

    private static LogRecord withBody(String body) {
        return new LogRecord(1, 1, null, null, null, body, List.of(), null, 0);
    }
}
