package io.logdrive.destination.query;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Regex;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import io.logdrive.destination.store.ValueTest.Between;
import io.logdrive.destination.store.ValueTest.Bound;
import io.logdrive.payara.NearestName;
import io.logdrive.wire.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What tests of one subject mean, in {@code query} as in parameters. Thread-safe. */
final class ValueSyntax {
    private static final Map<String, Subject.Kind> KINDS =
            Map.of(
                    "level", Subject.Kind.LEVEL,
                    "service", Subject.Kind.SERVICE,
                    "host", Subject.Kind.HOST,
                    "origin", Subject.Kind.ORIGIN,
                    "tag", Subject.Kind.TAG,
                    "tags", Subject.Kind.TAG,
                    "message", Subject.Kind.MESSAGE,
                    "msg", Subject.Kind.MESSAGE);

    private static final List<String> LEVELS =
            EnumSet.allOf(Level.class).stream()
                    .map(level -> level.name().toLowerCase(Locale.ROOT))
                    .toList();

    private static final List<String> OPERATORS = List.of(">=", "<=", ">", "<");

    private ValueSyntax() {}

    /** What a name stands for: a column, or else the parsed field of that name. */
    static Subject subject(String name) {
        if (name.startsWith(FilterParameters.FIELD_PREFIX)) {
            return Subject.field(name.substring(FilterParameters.FIELD_PREFIX.length()));
        }
        Subject.Kind kind = KINDS.get(name);
        return kind == null ? Subject.field(name) : Subject.of(kind);
    }

    /** The operator that a text begins with, or null. */
    static @Nullable String operator(String text) {
        return OPERATORS.stream().filter(text::startsWith).findFirst().orElse(null);
    }

    static ValueTest compared(String operator, String operand) {
        Bound bound = new Bound(operand, operator.length() == 2);
        return operator.startsWith(">") ? new Between(bound, null) : new Between(null, bound);
    }

    /** A text, or what begins with it when a star stands at its end; a star alone: anything. */
    static ValueTest plain(String text) {
        if (text.equals("*")) {
            return ValueTest.PRESENT;
        }
        return text.endsWith("*")
                ? new ValueTest.StartsWith(text.substring(0, text.length() - 1))
                : new ValueTest.Equal(text);
    }

    static ValueTest matches(String regex) {
        return new ValueTest.Matches(Regex.of(regex));
    }

    /**
     * A value with its operator, as parameters have it: {@code >=500}, {@code ~^/api}, {@code [1 TO
     * 5]}, {@code x*}, {@code x}.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static ValueTest test(String text) {
        String operator = operator(text);
        if (operator != null) {
            String operand = text.substring(operator.length());
            if (operand.isBlank()) {
                throw new IllegalArgumentException("expected a value after the " + operator);
            }
            return compared(operator, operand.strip());
        }
        if (text.startsWith("~")) {
            return matches(text.substring(1));
        }
        ValueTest range = range(text);
        return range == null ? plain(text) : range;
    }

    /**
     * {@code [a TO b]}, with braces for exclusive ends and stars for open ones; null for others.
     */
    static @Nullable ValueTest range(String text) {
        int to = text.indexOf(" TO ");
        if (text.length() < 2 || to < 0 || "[{".indexOf(text.charAt(0)) < 0) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        if ("]}".indexOf(last) < 0) {
            return null;
        }
        String low = text.substring(1, to).strip();
        String high = text.substring(to + 4, text.length() - 1).strip();
        if (low.isEmpty() || high.isEmpty()) {
            return null;
        }
        return new Between(bound(low, text.charAt(0) == '['), bound(high, last == ']'));
    }

    private static @Nullable Bound bound(String text, boolean inclusive) {
        return text.equals("*") ? null : new Bound(text, inclusive);
    }

    /**
     * That a subject passes a test, each in its own sense: levels by severity, origins by id, the
     * message by its words.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static Condition condition(Subject subject, ValueTest test) {
        return switch (subject.kind()) {
            case LEVEL -> new Condition.LevelIn(levels(test));
            case ORIGIN -> origin(test);
            case MESSAGE -> message(subject, test);
            case SERVICE, HOST, TAG, FIELD -> new Condition.Has(subject, test);
        };
    }

    /** That it is missing or empty. */
    static Condition missing(Subject subject) {
        if (subject.kind() == Subject.Kind.LEVEL) {
            return new Condition.Not(new Condition.LevelIn(EnumSet.allOf(Level.class)));
        }
        return new Condition.Any(
                List.of(
                        new Condition.Not(new Condition.Has(subject, ValueTest.PRESENT)),
                        new Condition.Has(subject, new ValueTest.Equal(""))));
    }

    private static Condition message(Subject subject, ValueTest test) {
        if (test instanceof ValueTest.Equal equal) {
            return words(equal.text(), false);
        }
        if (test instanceof ValueTest.StartsWith start) {
            return words(start.text(), true);
        }
        return new Condition.Has(subject, test);
    }

    /** The text in whole words. */
    static Condition words(String text, boolean prefix) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a text that is not blank, found a blank");
        }
        return new Condition.Words(text, prefix);
    }

    private static Condition origin(ValueTest test) {
        if (test instanceof ValueTest.Present) {
            return Condition.EVERYTHING;
        }
        if (test instanceof ValueTest.Equal equal) {
            try {
                UUID id = UUID.fromString(equal.text());
                if (id.toString().equals(equal.text().toLowerCase(Locale.ROOT))) {
                    return new Condition.OriginIs(id);
                }
            } catch (IllegalArgumentException e) {
                throw notOrigin(equal.text());
            }
            // UUID.fromString takes shortened groups.
            throw notOrigin(equal.text());
        }
        throw new IllegalArgumentException("expected the id of an origin, found another test");
    }

    private static IllegalArgumentException notOrigin(String text) {
        return new IllegalArgumentException(
                "expected the id of an origin, a UUID, found " + Parameters.quoted(text));
    }

    /** Levels are few: every test of them is a set of them. */
    private static Set<Level> levels(ValueTest test) {
        Set<Level> levels = EnumSet.allOf(Level.class);
        if (test instanceof ValueTest.Equal equal) {
            return EnumSet.of(level(equal.text()));
        }
        if (test instanceof ValueTest.StartsWith start) {
            String prefix = start.text().toUpperCase(Locale.ROOT);
            levels.removeIf(level -> !level.name().startsWith(prefix));
        } else if (test instanceof Between between) {
            Bound low = between.low();
            Bound high = between.high();
            if (low != null) {
                Level least = level(low.text());
                levels.removeIf(
                        l -> !(low.inclusive() ? l.compareTo(least) >= 0 : l.compareTo(least) > 0));
            }
            if (high != null) {
                Level most = level(high.text());
                levels.removeIf(
                        l -> !(high.inclusive() ? l.compareTo(most) <= 0 : l.compareTo(most) < 0));
            }
        } else if (test instanceof ValueTest.Matches) {
            throw new IllegalArgumentException("expected a level or a range of levels, found a ~");
        }
        return levels;
    }

    /** The level that a word means. */
    static Level level(String word) {
        Level level = Level.ofWord(word);
        if (level == null) {
            String near = NearestName.near(word.toLowerCase(Locale.ROOT), LEVELS);
            throw new IllegalArgumentException(
                    "expected a level (trace, debug, info, warn, error or fatal"
                            + (near == null ? "" : "; nearest: " + near)
                            + "), found "
                            + Parameters.quoted(word));
        }
        return level;
    }
}
