package io.logdrive.destination.query;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Regex;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import io.logdrive.wire.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The parameters that say which messages, whatever their time. Thread-safe. */
final class FilterParameters {
    /** What the names of parameters begin with that test a parsed field. */
    static final String FIELD_PREFIX = "field.";

    static final List<String> NAMES =
            List.of(
                    "host",
                    "level",
                    "minLevel",
                    "origin",
                    "query",
                    "regex",
                    "service",
                    "tag",
                    "text");

    /** Values of all parameters together: a condition must stay a small tree. */
    private static final int VALUES_MAX = 500;

    private FilterParameters() {}

    /**
     * What must hold of a message.
     *
     * @throws QueryProblem for the first that is wrong
     */
    static Condition condition(Parameters parameters) {
        List<Condition> all = new ArrayList<>();
        Set<Level> levels = EnumSet.noneOf(Level.class);
        for (String word : parameters.list("level")) {
            levels.add(level("level", word));
        }
        if (!levels.isEmpty()) {
            all.add(new Condition.LevelIn(levels));
        }
        String least = parameters.one("minLevel");
        if (least != null) {
            all.add(new Condition.LevelIn(EnumSet.range(level("minLevel", least), Level.FATAL)));
        }
        for (String name : List.of("service", "host", "origin", "tag")) {
            add(all, name, ValueSyntax.subject(name), parameters.repeated(name), false);
        }
        for (String name : parameters.startingWith(FIELD_PREFIX)) {
            Subject field = Subject.field(name.substring(FIELD_PREFIX.length()));
            add(all, name, field, parameters.repeated(name), true);
        }
        String text = parameters.text("text");
        if (text != null) {
            all.add(new Condition.Contains(text));
        }
        String query = parameters.text("query");
        if (query != null) {
            all.add(QueryParser.parse(query));
        }
        String regex = parameters.text("regex");
        if (regex != null) {
            all.add(regex(regex));
        }
        return new Condition.All(List.copyOf(all));
    }

    private static Condition regex(String regex) {
        try {
            return new Condition.Has(
                    Subject.of(Subject.Kind.MESSAGE), new ValueTest.Matches(Regex.of(regex)));
        } catch (IllegalArgumentException e) {
            throw QueryProblem.ofParameter("regex", "regex: " + e.getMessage());
        }
    }

    /** Those that are not negated are alternatives; each negated one excludes. */
    private static void add(
            List<Condition> all,
            String parameter,
            Subject subject,
            List<String> values,
            boolean operators) {
        if (values.size() > VALUES_MAX) {
            throw QueryProblem.of(
                    parameter, "at most " + VALUES_MAX + " values", values.size() + " values");
        }
        List<Condition> wanted = new ArrayList<>();
        for (String value : values) {
            boolean negated = value.startsWith("!");
            String rest = negated ? value.substring(1) : value;
            if (rest.isEmpty()) {
                throw QueryProblem.of(parameter, "a name after the !", Parameters.quoted(value));
            }
            Condition condition = one(parameter, subject, rest, operators);
            if (negated) {
                all.add(new Condition.Not(condition));
            } else {
                wanted.add(condition);
            }
        }
        if (!wanted.isEmpty()) {
            all.add(wanted.size() == 1 ? wanted.get(0) : new Condition.Any(wanted));
        }
    }

    private static Condition one(
            String parameter, Subject subject, String value, boolean operators) {
        try {
            ValueTest test = operators ? ValueSyntax.test(value) : ValueSyntax.plain(value);
            return ValueSyntax.condition(subject, test);
        } catch (IllegalArgumentException e) {
            throw QueryProblem.ofParameter(parameter, parameter + ": " + e.getMessage());
        }
    }

    private static Level level(String parameter, String word) {
        try {
            return ValueSyntax.level(word);
        } catch (IllegalArgumentException e) {
            throw QueryProblem.ofParameter(parameter, parameter + ": " + e.getMessage());
        }
    }
}
