package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file may say, and each thing that is wrong with one in full. */
class RuleSetTest {
    @Test
    void readsAllThatAFileMaySay() {
        RuleSet rules =
                RuleSet.of(
                        "r",
                        """
                        parse:
                          - when: {listener: [agent, lines], origin: /var/log/*, peer: 10.*}
                            format: syslog
                            zone: Europe/Berlin
                            year: 2025
                          - format: auto
                        rules:
                          - name: auth
                            when: {service: [sshd, su*], level: {at-least: warn}}
                            tag: [auth, eu]
                          - when:
                              any:
                                - {message: {matches: 'ping'}}
                                - {field.path: /health}
                              not: {field.status: {at-least: 400}}
                            drop: true
                          - set: {level: debug, service: shop, host: a, field.env: prod}
                            redact: [card, 'x(y)']
                        stages: [parse, redact, time, level, filter, fields, tag]
                        """);

        assertThat(rules.file()).isEqualTo("r");
        assertThat(rules.parse())
                .extracting(ParseRule::where, ParseRule::format, ParseRule::zone, ParseRule::year)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "r:2", LineFormat.SYSLOG, ZoneId.of("Europe/Berlin"), 2025),
                        org.assertj.core.groups.Tuple.tuple(
                                "r:6", LineFormat.AUTO, ZoneOffset.UTC, 0));
        assertThat(rules.rules())
                .extracting(Rule::name)
                .containsExactly("auth", "rules[1]", "rules[2]");
        assertThat(rules.rules()).extracting(Rule::where).containsExactly("r:8", "r:11", "r:17");
        assertThat(rules.rules().get(0).tags()).containsExactly("auth", "eu");
        assertThat(rules.rules().get(1).drop()).isTrue();
        assertThat(rules.rules().get(2).acts(StageName.REDACT)).isTrue();
        assertThat(rules.rules().get(2).acts(StageName.TAG)).isFalse();
        assertThat(rules.stages())
                .extracting(StageName::word)
                .containsExactly("parse", "redact", "time", "level", "filter", "fields", "tag");
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        refuses(
                """
                parse:
                  - when: {service: a, level: warn}
                    format: jason
                    zone: Europe/Berlyn
                    year: 99
                rulse: []
                rules:
                  - name: a
                    when: {mesage: x, message: {match: y}}
                    tagg: b
                  - name: a
                    tag: {}
                  - drop: true
                """,
                "r:2: parse[0].when.level: expected a known key (one of any, host,"
                        + " listener, not, origin, peer, service, tag), found an unknown one",
                "r:3: parse[0].format: expected a format (nearest: json), found jason",
                "r:4: parse[0].zone: expected a zone as Europe/Berlin or +02:00, found"
                        + " Europe/Berlyn",
                "r:5: parse[0].year: expected nearest or 1970..2105, found 99",
                "r:9: rules[0].when.message.match: expected a known key (nearest:"
                        + " matches), found an unknown one",
                "r:9: rules[0].when.mesage: expected a known key (nearest: message), found"
                        + " an unknown one",
                "r:8: rules[0]: expected tag, drop, set or redact, found none",
                "r:10: rules[0].tagg: expected a known key (nearest: tag), found an"
                        + " unknown one",
                "r:12: rules[1].tag: expected one value, found keys and values",
                "r:11: rules[1].name: expected each name once, found a again",
                "r:13: rules[2].drop: expected a when beside it, found none: it would"
                        + " drop every line",
                "r:6: rulse: expected a known key (nearest: rules), found an unknown one");
    }

    @Test
    void refusesWhatIsNoFileOfRules() {
        refuses("", "r:1: expected parse, rules or stages, found nothing");
        refuses("- a", "r:1: expected keys and their values, found a list");
        refuses(
                "a: [",
                "r:1: expected YAML, found expected the node content, but found"
                        + " '<stream end>'");
        refuses("rules:\n", "r:1: rules: expected a value, found none");
        refuses("[".repeat(200_000), "r:1: expected YAML, found it nested too deep to be read");
        refuses("rules: x", "r:1: rules: expected a list, found text");
        refuses("rules: [x]", "r:1: rules[0]: expected keys and their values, found text");
        refuses("rules: []\nrules: []\n", "r:2: rules: expected once, found again");
        refuses(
                "rules: [" + "{tag: a},".repeat(RulesReader.RULES_MAX) + "{tag: a}]",
                "r:1: rules: expected at most 1000, found 1001");
    }

    @Test
    void refusesStagesThatAreNotAllOfThem() {
        String expected =
                "r:1: stages: expected parse first and then time, level, fields, tag,"
                        + " filter, redact in any order, each once, found ";
        refuses(
                "stages: [time, parse, level, fields, tag, filter, redact]",
                expected + "time, parse, level, fields, tag, filter, redact");
        refuses("stages: [parse]", expected + "parse");
        refuses(
                "stages: [parse, time, level, fields, tag, filter, redact, tag]",
                expected + "parse, time, level, fields, tag, filter, redact, tag");
        refuses(
                "stages: [parse, filtre]",
                "r:1: stages: expected a stage (nearest: filter), found filtre");
    }

    @Test
    void refusesConditionsThatAreNone() {
        refuses(
                "rules: [{tag: a, when: {}}]",
                "r:1: rules[0].when: expected conditions, found none");
        refuses(
                "rules: [{tag: a, when: {message: {}}}]",
                "r:1: rules[0].when.message: expected conditions, found none");
        refuses(
                "rules: [{tag: a, when: {level: wran}}]",
                "r:1: rules[0].when.level: expected a level (nearest: warn), found wran");
        refuses(
                "rules: [{tag: a, when: {listener: agnet}}]",
                "r:1: rules[0].when.listener: expected a listener (nearest: agent), found"
                        + " agnet");
        refuses(
                "rules: [{tag: a, when: {field.a: {at-least: many}}}]",
                "r:1: rules[0].when.field.a.at-least: expected a number, found many");
        refuses(
                "rules: [{tag: a, when: {service: {at-least: 1}}}]",
                "r:1: rules[0].when.service.at-least: expected a known key (one of exists,"
                        + " is, matches), found an unknown one");
        refuses(
                "rules: [{tag: a, when: {service: []}}]",
                "r:1: rules[0].when.service: expected a value, found none");
        refuses(
                "rules: [{tag: a, when: {field.: a}}]",
                "r:1: rules[0].when.field.: expected a known key (one of any, field.NAME,"
                        + " host, level, listener, message, not, origin, peer, service, tag), found"
                        + " an unknown one");
        refuses(
                "rules: [{tag: a, when: {host: {exists: yes}}}]",
                "r:1: rules[0].when.host.exists: expected true or false, found yes");
        refuses(
                "rules: [{tag: a, when: " + "{not: ".repeat(8) + "{host: a}" + "}".repeat(9) + "]",
                "r:1: rules[0].when.not.not.not.not.not.not.not.not: expected at most 8"
                        + " levels, found more");
    }

    @Test
    void refusesExpressionsThatAreNoneOrCostTooMuch() {
        String key = "r:1: rules[0].when.message.matches: ";
        refuses(
                "rules: [{tag: a, when: {message: {matches: '(a'}}}]",
                key
                        + "expected a regular expression in RE2 syntax, found (a (error parsing"
                        + " regexp: missing closing ): `(a`)");
        refuses(
                "rules: [{tag: a, when: {message: {matches: '((a{100}){100}){100}'}}}]",
                key
                        + "expected a regular expression of at most 5000 steps with repetitions"
                        + " written out, found more");
        refuses(
                "rules: [{tag: a, when: {message: {matches: '" + "a".repeat(1_001) + "'}}}]",
                key + "expected a regular expression of at most 1000 characters, found 1001");
        refuses(
                "rules: [{redact: '[a'}]",
                "r:1: rules[0].redact: expected a regular expression in RE2 syntax, found"
                        + " [a (error parsing regexp: missing closing ]: `[a`)");
    }

    @Test
    void refusesWhatARecordCouldNotHold() {
        refuses("rules: [{tag: ' '}]", "r:1: rules[0].tag: expected a text, found a blank one");
        refuses(
                "rules: [{tag: \"\\0\"}]",
                "r:1: rules[0].tag: expected a text without NUL and halves of surrogate"
                        + " pairs, found one");
        refuses(
                "rules: [{set: {service: " + "a".repeat(1_001) + "}}]",
                "r:1: rules[0].set.service: expected at most 1000 characters, found 1001");
        refuses(
                "rules: [{set: {env: a}}]",
                "r:1: rules[0].set.env: expected a known key (one of field.NAME, host,"
                        + " level, service), found an unknown one");
        refuses(
                "rules: [" + "{set: {field.a: 'xxxxxxxxxx'}},".repeat(500) + "]",
                "r:1: rules: expected at most 4096 characters that all rules together set"
                        + " and tag, found 5500");
        refuses(
                "rules: [{tag: [" + "a,".repeat(65) + "]}]",
                "r:1: rules[0].tag: expected at most 64, found 65");
    }

    @Test
    void refusesFormatsOfOnesOwnThatAreIncomplete() {
        refuses(
                "parse: [{format: csv}]",
                "r:1: parse[0].format: expected columns beside it, found none");
        refuses(
                "parse: [{format: regex}, {format: grok}]",
                "r:1: parse[0].format: expected pattern beside it, found none",
                "r:1: parse[1].format: expected pattern beside it, found none");
        refuses(
                "parse: [{format: json, columns: [a], pattern: x, delimiter: ;}]",
                "r:1: parse[0].columns: expected with format csv, found with another",
                "r:1: parse[0].pattern: expected with format regex or grok, found with another",
                "r:1: parse[0].delimiter: expected with format csv, found with json");
        refuses(
                "parse: [{format: csv, columns: [a, a], delimiter: ab}]",
                "r:1: parse[0].columns: expected 1..500 names, each once, found a, a",
                "r:1: parse[0].delimiter: expected one character that is no quote, found ab");
        refuses(
                "parse: [{format: regex, pattern: 'a.b'}]",
                "r:1: parse[0].pattern: expected at least one named group, found none: nothing"
                        + " would become of a line");
        refuses(
                "parse: [{format: grok, pattern: '%{WROD:a}'}]\npatterns: {'a-b': x}",
                "r:2: patterns.a-b: expected a name of letters, digits and _, found a-b",
                "r:1: parse[0].pattern: expected a known pattern (nearest: PROG), found %{WROD}");
        refuses(
                "parse: [{time: {field: a, pattern: b, patterns: [foo]}}]",
                "r:1: parse[0].time.patterns: expected a pattern of java.time as dd.MM.yyyy"
                        + " HH:mm:ss, found foo (Unknown pattern letter: f)",
                "r:1: parse[0].time.pattern: expected a known key (nearest: patterns), found an"
                        + " unknown one");
        refuses(
                "parse: [{level: {words: {a: wran}}}]",
                "r:1: parse[0].level.words.a: expected a level (nearest: warn), found wran");
    }

    @Test
    void saysOfAHundredProblemsThatThereAreMore() {
        RulesException refused =
                catchThrowableOfType(
                        RulesException.class,
                        () -> RuleSet.of("r", "rules: [" + "{},".repeat(200) + "]"));

        assertThat(refused.problems()).hasSize(101).last().isEqualTo("r: and 100 more");
        assertThatThrownBy(() -> RuleSet.of("r", "x: 1\ny: 2"))
                .hasMessage(
                        "r:1: x: expected a known key (one of parse, patterns, rules, stages),"
                                + " found an unknown one"
                                + System.lineSeparator()
                                + "r:2: y: expected a known key (one of parse, patterns, rules,"
                                + " stages), found an unknown one");
    }

    static void refuses(String text, String... problems) {
        RulesException refused =
                catchThrowableOfType(RulesException.class, () -> RuleSet.of("r", text));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.problems()).isEqualTo(Arrays.asList(problems));
        assertThat(List.of(problems)).isNotEmpty();
    }
}
