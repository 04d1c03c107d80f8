package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import io.logdrive.wire.Level;
import io.logdrive.wire.Utf8Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a rules file and finds everything that is wrong with it.
 *
 * <p>Confined to the thread that reads.
 */
final class RulesReader {
    static final int RULES_MAX = 1_000;

    private static final int TAGS_MAX = 64;
    private static final int TEXT_CHARS_MAX = 1_000;

    /** What all rules together may add to one record, about: a batch has to hold it. */
    private static final int SET_CHARS_MAX = 4_096;

    private final YamlProblems problems;
    private final String file;
    private int setChars;

    RulesReader(String file) {
        this.file = file;
        this.problems = new YamlProblems(file);
    }

    RuleSet read(String text) {
        YamlMap top = YamlMap.read(text, problems);
        RuleSet rules = RuleSet.NONE;
        if (top != null) {
            List<ParseRule> parse = new ParseReader(top).read();
            rules = new RuleSet(file, parse, rules(top), stages(top));
            top.finish();
        } else if (problems.isEmpty()) {
            problems.add(1, "expected parse, rules or stages, found nothing");
        }
        if (!problems.isEmpty()) {
            throw new RulesException(problems.all());
        }
        return rules;
    }

    private List<StageName> stages(YamlMap top) {
        if (!top.has("stages")) {
            return StageName.DEFAULT_ORDER;
        }
        List<StageName> stages = top.parsedAll("stages", RulesReader::stage);
        Set<StageName> once = new HashSet<>(stages);
        List<String> words = top.texts("stages");
        if (stages.size() == words.size()
                && (once.size() != StageName.values().length
                        || stages.size() != once.size()
                        || stages.get(0) != StageName.PARSE)) {
            top.problem(
                    "stages",
                    "expected parse first and then "
                            + String.join(
                                    ", ", StageName.words().subList(1, StageName.values().length))
                            + " in any order, each once, found "
                            + String.join(", ", words));
        }
        return stages;
    }

    private static StageName stage(String word) {
        for (StageName stage : StageName.values()) {
            if (stage.word().equals(word)) {
                return stage;
            }
        }
        throw new IllegalArgumentException(
                "expected a stage ("
                        + NearestName.hint(word, StageName.words())
                        + "), found "
                        + word);
    }

    private List<Rule> rules(YamlMap top) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap each : top.maps("rules", RULES_MAX)) {
            Rule rule = rule(each, rules.size());
            if (!names.add(rule.name())) {
                each.problem("name", "expected each name once, found " + rule.name() + " again");
            }
            rules.add(rule);
        }
        if (setChars > SET_CHARS_MAX) {
            top.problem(
                    "rules",
                    "expected at most "
                            + SET_CHARS_MAX
                            + " characters that all rules together set and tag, found "
                            + setChars);
        }
        return rules;
    }

    private Rule rule(YamlMap map, int index) {
        String name = map.has("name") ? map.parsed("name", RulesReader::label) : null;
        Condition when = new WhenReader(Subject.OF_RECORDS, true).read(map);
        List<String> tags = map.parsedAll("tag", RulesReader::label);
        boolean drop = map.flag("drop");
        Rule.Settings set = settings(map);
        List<Redaction> redactions = map.parsedAll("redact", Redaction::of);
        Rule rule =
                new Rule(
                        name == null ? "rules[" + index + "]" : name,
                        map.where(),
                        when,
                        tags,
                        drop,
                        set,
                        redactions);
        if (tags.size() > TAGS_MAX) {
            map.problem("tag", "expected at most " + TAGS_MAX + ", found " + tags.size());
        }
        for (String tag : tags) {
            setChars += tag.length();
        }
        boolean acts = map.has("tag") || map.has("drop") || map.has("set") || map.has("redact");
        if (!acts) {
            map.problem("expected tag, drop, set or redact, found none");
        }
        if (drop && !map.has("when")) {
            map.problem("drop", "expected a when beside it, found none: it would drop every line");
        }
        map.finish();
        return rule;
    }

    private Rule.Settings settings(YamlMap rule) {
        YamlMap set = rule.map("set");
        if (set == null) {
            return Rule.Settings.NONE;
        }
        Level level = set.parsed("level", WhenReader::level);
        String service = set.parsed("service", RulesReader::label);
        String host = set.parsed("host", RulesReader::label);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String key : set.keys()) {
            String field = key.startsWith(Subject.FIELD) ? key.substring(6) : "";
            if (!field.isEmpty() && set.has(key)) {
                String text = set.parsed(key, RulesReader::text);
                fields.put(field, text == null ? "" : text);
                setChars += field.length() + (text == null ? 0 : text.length());
            }
        }
        setChars += (service == null ? 0 : service.length()) + (host == null ? 0 : host.length());
        set.finish(Set.of("field.NAME"));
        return new Rule.Settings(level, service, host, fields);
    }

    private static String label(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a text, found a blank one");
        }
        return text(text);
    }

    private static String text(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "expected at most " + TEXT_CHARS_MAX + " characters, found " + text.length());
        }
        if (Utf8Text.clean(text).replaced()) {
            throw new IllegalArgumentException(
                    "expected a text without NUL and halves of surrogate pairs, found one");
        }
        return text;
    }
}
