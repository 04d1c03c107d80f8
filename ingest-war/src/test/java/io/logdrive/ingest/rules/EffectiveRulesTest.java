package io.logdrive.ingest.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveRulesTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @TempDir private Path folder;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void takesAChangeWhenItHasBeenTheSameForTwoLooks() throws IOException {
        EffectiveRules rules = open("rules: [{name: a, tag: a}]");

        write("rules: [{name: b, tag: b}]");
        rules.look();
        assertThat(rules.current().rules()).extracting(Rule::name).containsExactly("a");
        write("rules: [{name: c, tag: c}]");
        rules.look();
        assertThat(rules.current().rules()).extracting(Rule::name).containsExactly("a");
        rules.look();

        assertThat(rules.current().rules()).extracting(Rule::name).containsExactly("c");
        assertThat(rules.state().loaded()).isEqualTo(CLOCK.instant());
        assertThat(count("loads")).isEqualTo(2);
    }

    @Test
    void keepsTheRulesWhenTheFileIsWrongOrGone() throws IOException {
        EffectiveRules rules = open("rules: [{name: a, tag: a}]");
        RuleSet before = rules.current();

        write("rules: [{tagg: a}]");
        look(rules);
        assertThat(rules.state().problems())
                .containsExactly(
                        file() + ":1: rules[0]: expected tag, drop, set or redact, found none",
                        file()
                                + ":1: rules[0].tagg: expected a known key (nearest: tag), found an"
                                + " unknown one");
        assertThat(gauge()).isEqualTo(1);
        Files.delete(file());
        look(rules);
        assertThat(rules.state().problems())
                .containsExactly(file() + ": expected a file, found none");
        Files.write(file(), "rules: [{tag: \u00fc}]".getBytes(ISO_8859_1));
        look(rules);
        assertThat(rules.state().problems())
                .containsExactly(file() + ": expected UTF-8, found other bytes");
        assertThat(rules.current()).isSameAs(before);
        assertThat(count("refusals")).isEqualTo(3);

        write("rules: [{name: a, tag: a}]");
        look(rules);

        assertThat(rules.state().problems()).isEmpty();
        assertThat(rules.current()).isSameAs(before);
        assertThat(gauge()).isZero();
        assertThat(count("loads")).isEqualTo(1);
    }

    @Test
    void comesOutOfARefusalWithTheNextRightFile() throws IOException {
        EffectiveRules rules = open("rules: [{name: a, tag: a}]");

        write("rules: [{tagg: a}]");
        look(rules);
        write("rules: [{name: b, tag: b}]");
        look(rules);

        assertThat(rules.current().rules()).extracting(Rule::name).containsExactly("b");
        assertThat(rules.state().problems()).isEmpty();
        assertThat(gauge()).isZero();
    }

    @Test
    void doesNotStartWithAWrongFile() throws IOException {
        assertThatThrownBy(() -> open("rules: []\nx: 1"))
                .hasMessage(
                        file()
                                + ":2: x: expected a known key (one of parse, patterns, rules,"
                                + " stages), found an unknown one");
        Files.write(file(), new byte[RulesText.BYTES_MAX + 1]);
        assertThatThrownBy(() -> EffectiveRules.open(new RulesConfig(file()), events(), CLOCK))
                .hasMessage(file() + ": expected at most 1 MiB, found more");
        assertThatThrownBy(() -> EffectiveRules.open(new RulesConfig(folder), events(), CLOCK))
                .hasMessageStartingWith(folder + ": expected a file that can be read, found ");
    }

    @Test
    void hasNoneWithoutAFile() {
        EffectiveRules rules = EffectiveRules.open(new RulesConfig(null), events());

        rules.look();

        assertThat(rules.current().isEmpty()).isTrue();
    }

    private EffectiveRules open(String text) throws IOException {
        write(text);
        return EffectiveRules.open(new RulesConfig(file()), events(), CLOCK);
    }

    private static void look(EffectiveRules rules) {
        rules.look();
        rules.look();
        rules.look();
    }

    private RulesEvents events() {
        return new RulesEvents(metrics);
    }

    private double count(String name) {
        return metrics.get("logdrive.process.rules." + name).counter().count();
    }

    private double gauge() {
        return metrics.get("logdrive.process.rules.refused").gauge().value();
    }

    private Path file() {
        return folder.resolve("rules.yaml");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }
}
