package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import io.logdrive.wire.Level;
import io.logdrive.wire.OriginKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the conditions of a {@code when}.
 *
 * <p>Confined to the thread that reads.
 */
final class WhenReader {
    private static final int LEVELS_MAX = 8;
    private static final int NAME_CHARS_MAX = 200;

    private final List<String> names;
    private final boolean fields;

    /**
     * @param names what may be asked for
     * @param fields whether fields may be, too
     */
    WhenReader(List<String> names, boolean fields) {
        this.names = names;
        this.fields = fields;
    }

    /** What the key {@code when} of a map asks for. */
    Condition read(YamlMap of) {
        YamlMap when = of.map("when");
        return when == null ? Condition.ALWAYS : all(when, 0);
    }

    private Condition all(YamlMap when, int depth) {
        List<Condition> conditions = new ArrayList<>();
        if (depth == LEVELS_MAX) {
            when.problem("expected at most " + LEVELS_MAX + " levels, found more");
            return Condition.ALWAYS;
        }
        for (String key : when.keys()) {
            if (names.contains(key) || (fields && isField(key))) {
                conditions.add(one(when, key));
            }
        }
        YamlMap not = when.map("not");
        if (not != null) {
            conditions.add(all(not, depth + 1).negated());
        }
        if (when.has("any")) {
            List<Condition> any = new ArrayList<>();
            when.maps("any", 100).forEach(each -> any.add(all(each, depth + 1)));
            conditions.add(Condition.any(any));
        }
        Set<String> known = new LinkedHashSet<>(names);
        if (fields) {
            known.add("field.NAME");
        }
        when.finish(known);
        if (when.keys().isEmpty()) {
            when.problem("expected conditions, found none");
        }
        return conditions.isEmpty() ? Condition.ALWAYS : Condition.all(conditions);
    }

    private static boolean isField(String key) {
        int name = key.length() - Subject.FIELD.length();
        return key.startsWith(Subject.FIELD) && name > 0 && name <= NAME_CHARS_MAX;
    }

    private Condition one(YamlMap when, String key) {
        Subject subject = Subject.of(key);
        if (!when.isMap(key)) {
            return is(when, key, key, subject);
        }
        YamlMap operators = when.map(key);
        List<Condition> conditions = new ArrayList<>();
        if (operators == null) {
            return Condition.ALWAYS;
        }
        if (operators.has("is")) {
            conditions.add(is(operators, "is", key, subject));
        }
        List<SearchPattern> patterns = operators.parsedAll("matches", SearchPattern::of);
        if (!patterns.isEmpty()) {
            conditions.add(matches(subject, patterns));
        }
        if (operators.has("exists")) {
            boolean expected = operators.flag("exists");
            conditions.add(draft -> subject.exists(draft) == expected);
        }
        if (key.equals("level")) {
            addLevels(operators, conditions);
        } else if (isField(key)) {
            addNumbers(operators, subject, conditions);
        }
        operators.finish();
        if (operators.keys().isEmpty()) {
            operators.problem("expected conditions, found none");
        }
        return conditions.isEmpty() ? Condition.ALWAYS : Condition.all(conditions);
    }

    private static Condition matches(Subject subject, List<SearchPattern> patterns) {
        return patterns.size() == 1
                ? draft -> subject.passes(draft, patterns.get(0)::isFoundIn)
                : draft ->
                        subject.passes(
                                draft,
                                text -> patterns.stream().anyMatch(each -> each.isFoundIn(text)));
    }

    private Condition is(YamlMap map, String key, String name, Subject subject) {
        if (map.texts(key).isEmpty()) {
            map.problem(key, "expected a value, found none");
            return Condition.ALWAYS;
        }
        if (name.equals("level")) {
            List<Level> levels = map.parsedAll(key, WhenReader::level);
            return draft -> draft.level() != null && levels.contains(draft.level());
        }
        List<String> texts =
                name.equals("listener") ? map.parsedAll(key, WhenReader::listener) : map.texts(key);
        TextTest test = TextTest.isOneOf(texts);
        return draft -> subject.passes(draft, test);
    }

    private static void addLevels(YamlMap operators, List<Condition> conditions) {
        Level least = operators.parsed("at-least", WhenReader::level);
        if (least != null) {
            conditions.add(
                    draft -> {
                        Level level = draft.level();
                        return level != null && level.number() >= least.number();
                    });
        }
        Level most = operators.parsed("at-most", WhenReader::level);
        if (most != null) {
            conditions.add(
                    draft -> {
                        Level level = draft.level();
                        return level != null && level.number() <= most.number();
                    });
        }
    }

    private static void addNumbers(YamlMap operators, Subject subject, List<Condition> conditions) {
        Double least = operators.parsed("at-least", WhenReader::number);
        if (least != null) {
            TextTest test = TextTest.isAtLeast(least);
            conditions.add(draft -> subject.passes(draft, test));
        }
        Double most = operators.parsed("at-most", WhenReader::number);
        if (most != null) {
            TextTest test = TextTest.isAtMost(most);
            conditions.add(draft -> subject.passes(draft, test));
        }
    }

    static Level level(String word) {
        Level level = Level.ofWord(word);
        if (level == null) {
            List<String> words =
                    Arrays.stream(Level.values())
                            .map(each -> each.name().toLowerCase(Locale.ROOT))
                            .toList();
            throw new IllegalArgumentException(
                    "expected a level ("
                            + NearestName.hint(word.toLowerCase(Locale.ROOT), words)
                            + "), found "
                            + word);
        }
        return level;
    }

    private static String listener(String word) {
        if (OriginKind.ofWord(word) == null) {
            List<String> words = Arrays.stream(OriginKind.values()).map(OriginKind::word).toList();
            throw new IllegalArgumentException(
                    "expected a listener (" + NearestName.hint(word, words) + "), found " + word);
        }
        return word;
    }

    private static Double number(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below in the same words as one that is not finite.
        }
        throw new IllegalArgumentException("expected a number, found " + text);
    }
}
