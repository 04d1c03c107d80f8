package io.logdrive.ingest.rules;

import java.util.List;

/**
 * All that a rules file says.
 *
 * <p>Immutable.
 *
 * @param file its name
 * @param parse how lines become records; empty: they are told apart
 * @param rules in their order
 * @param stages in their order, {@link StageName#PARSE} first
 */
public record RuleSet(
        String file, List<ParseRule> parse, List<Rule> rules, List<StageName> stages) {
    /** Nothing is asked. */
    public static final RuleSet NONE =
            new RuleSet("", List.of(), List.of(), StageName.DEFAULT_ORDER);

    /** Copies. */
    public RuleSet {
        parse = List.copyOf(parse);
        rules = List.copyOf(rules);
        stages = List.copyOf(stages);
    }

    /** Whether nothing is asked. */
    public boolean isEmpty() {
        return parse.isEmpty() && rules.isEmpty();
    }

    /**
     * Reads the text of a file.
     *
     * @param file as problems call it
     * @throws RulesException with all that is wrong with it
     */
    public static RuleSet of(String file, String text) {
        return new RulesReader(file).read(text);
    }
}
