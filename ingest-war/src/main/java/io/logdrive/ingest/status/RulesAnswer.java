package io.logdrive.ingest.status;

import io.logdrive.ingest.process.StatisticsSnapshot;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.rules.ParseRule;
import io.logdrive.ingest.rules.Rule;
import io.logdrive.ingest.rules.StageName;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code GET /ingest/process}.
 *
 * <p>Immutable.
 *
 * @param file where they are read from; empty: there are none
 * @param loaded since when they are in force
 * @param problems why what the file says now is not in force; empty when it is
 * @param stages in their order
 * @param parse entries of {@code parse}, in their order
 * @param rules in their order
 */
@JsonbPropertyOrder({"file", "loaded", "problems", "stages", "parse", "rules"})
public record RulesAnswer(
        String file,
        String loaded,
        List<String> problems,
        List<String> stages,
        List<Entry> parse,
        List<OfRule> rules) {

    /** How some lines are parsed. Immutable. */
    @JsonbPropertyOrder({"where", "format", "zone", "year"})
    public record Entry(String where, String format, String zone, String year) {
        static Entry of(ParseRule rule) {
            return new Entry(
                    rule.where(),
                    rule.format().word(),
                    rule.zone().getId(),
                    rule.year() == 0 ? "nearest" : Integer.toString(rule.year()));
        }
    }

    /**
     * What is done with some records.
     *
     * <p>Immutable.
     *
     * @param name in the file, or its place
     * @param where it is written
     * @param stages in which it acts
     * @param tags that it gives
     * @param lines it was for since the start, under this name
     */
    @JsonbPropertyOrder({"name", "where", "stages", "tags", "lines"})
    public record OfRule(
            String name, String where, List<String> stages, List<String> tags, long lines) {
        static OfRule of(Rule rule, long lines) {
            return new OfRule(
                    rule.name(),
                    rule.where(),
                    Arrays.stream(StageName.values())
                            .filter(rule::acts)
                            .map(StageName::word)
                            .toList(),
                    rule.tags(),
                    lines);
        }
    }

    static RulesAnswer of(EffectiveRules.State state, StatisticsSnapshot.Names counts) {
        Map<String, Long> lines = new HashMap<>();
        counts.top().forEach(each -> lines.put(each.name(), each.total()));
        return new RulesAnswer(
                state.rules().file(),
                state.loaded().toString(),
                state.problems(),
                state.rules().stages().stream().map(StageName::word).toList(),
                state.rules().parse().stream().map(Entry::of).toList(),
                state.rules().rules().stream()
                        .map(rule -> OfRule.of(rule, lines.getOrDefault(rule.name(), 0L)))
                        .toList());
    }
}
