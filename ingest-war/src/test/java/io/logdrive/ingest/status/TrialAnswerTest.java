package io.logdrive.ingest.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.ingest.rules.RuleSet;
import org.junit.jupiter.api.Test;

class TrialAnswerTest {
    private static final long RECEIVED = 1_795_250_000_123_456L;
    private static final String RULES =
            """
            parse:
              - {when: {listener: agent}, format: json}
            rules:
              - {name: health, when: {message: ping}, drop: true}
              - {name: auth, when: {service: sshd}, tag: auth, set: {field.team: ops}}
              - {name: cards, redact: card}
            """;

    @Test
    void showsWhatEachStageDoes() {
        String answer =
                answer(
                        "{\"lines\":[\"{\\\"message\\\":\\\"4111111111111111\\\"}\"],"
                                + "\"listener\":\"agent\",\"service\":\"sshd\",\"tags\":[\"eu\"]}");

        assertThat(answer)
                .isEqualTo(
                        "{\"lines\":[{\"line\":\"{\\\"message\\\":\\\"4111111111111111\\\"}\","
                                + "\"stages\":["
                                + "{\"stage\":\"parse\",\"entry\":\"rules:2 json\",\"found\":{"
                                + "\"time\":\"2026-11-21T08:33:20.123456Z\","
                                + "\"received\":\"2026-11-21T08:33:20.123456Z\","
                                + "\"service\":\"sshd\",\"message\":\"4111111111111111\","
                                + "\"tags\":[\"eu\"],\"flags\":[\"time-assumed\"]}},"
                                + "{\"stage\":\"time\",\"changes\":{}},"
                                + "{\"stage\":\"level\",\"changes\":{}},"
                                + "{\"stage\":\"fields\",\"changes\":{\"fields\":{\"to\":"
                                + "{\"team\":\"ops\"}}}},"
                                + "{\"stage\":\"tag\",\"changes\":{\"tags\":{\"from\":[\"eu\"],"
                                + "\"to\":[\"eu\",\"auth\"]}}},"
                                + "{\"stage\":\"filter\",\"changes\":{}},"
                                + "{\"stage\":\"redact\",\"changes\":{\"message\":{"
                                + "\"from\":\"4111111111111111\",\"to\":\"[card]\"}}}],"
                                + "\"message\":{\"time\":\"2026-11-21T08:33:20.123456Z\","
                                + "\"received\":\"2026-11-21T08:33:20.123456Z\","
                                + "\"service\":\"sshd\",\"message\":\"[card]\","
                                + "\"tags\":[\"eu\",\"auth\"],\"fields\":{\"team\":\"ops\"},"
                                + "\"flags\":[\"time-assumed\"]}}]}");
    }

    @Test
    void endsWithTheRuleThatDropsTheLine() {
        assertThat(answer("{\"lines\":[\"ping\"]}"))
                .endsWith("{\"stage\":\"filter\",\"changes\":{}}],\"droppedBy\":\"health\"}]}");
    }

    @Test
    void triesTheRulesOfTheRequestInsteadOfThoseInForce() {
        assertThat(answer("{\"lines\":[\"ping\"],\"rules\":\"rules: [{tag: tried}]\"}"))
                .contains("\"tags\":[\"tried\"]")
                .doesNotContain("droppedBy");
        assertThatThrownBy(() -> answer("{\"lines\":[\"x\"],\"rules\":\"a: 1\\nb: 2\"}"))
                .hasMessage(
                        "rules:1: a: expected a known key (one of parse, patterns, rules, stages),"
                                + " found an unknown one; rules:2: b: expected a known key (one of"
                                + " parse, patterns, rules, stages), found an unknown one");
    }

    @Test
    void refusesWhatIsNoRequest() {
        refuses("[]", "body: expected a JSON object, found something else");
        refuses("", "body: expected a JSON object, found something else");
        refuses("{} {}", "body: expected a JSON object, found something else");
        refuses(
                "{\"lines\":[\"a\"]",
                "body: expected a JSON object, found none at line 1, column 15");
        refuses("{}", "lines: expected 1..100 lines, found 0");
        refuses(
                "{\"lines\":[" + "\"\",".repeat(100) + "\"\"]}",
                "lines: expected 1..100 lines, found 101");
        refuses("{\"lines\":\"a\"}", "lines: expected a list of texts, found value_string");
        refuses("{\"lines\":[1]}", "lines: expected a list of texts, found value_number_int");
        refuses(
                "{\"lnes\":[]}",
                "lnes: expected a known name (nearest: lines), found an unknown" + " one");
        refuses("{\"lines\":[\"a\"],\"host\":1}", "host: expected a text, found value_number_int");
        refuses("{\"lines\":[\"a\"],\"listener\":\"x\"}", "listener: expected a listener, found x");
        refuses(
                "{\"lines\":[\"a\"],\"host\":\"" + "h".repeat(9_000) + "\"}",
                "attributes: expected at most 8192 bytes, found 9000");
        assertThatThrownBy(() -> TrialRequest.read(new byte[TrialRequest.BYTES_MAX + 1]))
                .hasMessage("body: expected at most 1 MiB, found more");
    }

    private static void refuses(String body, String message) {
        assertThatThrownBy(() -> answer(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static String answer(String body) {
        return TrialAnswer.of(
                TrialRequest.read(body.getBytes(UTF_8)), RuleSet.of("rules", RULES), RECEIVED);
    }
}
