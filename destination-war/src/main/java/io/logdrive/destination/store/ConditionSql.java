package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * What SQL can say of a condition: true of all messages for which the condition holds, and perhaps
 * of more; of the rest {@link MessageMatcher} decides. What a user wrote goes into bind parameters
 * only.
 *
 * <p>Immutable.
 *
 * @param text empty when it would be true of all
 * @param values its bind parameters in order
 * @param exact whether it is true of those messages only
 */
record ConditionSql(String text, List<Object> values, boolean exact) {
    private static final ConditionSql UNKNOWN = new ConditionSql("", List.of(), false);
    private static final ConditionSql TRUE = new ConditionSql("", List.of(), true);
    private static final ConditionSql FALSE = new ConditionSql("1 = 0", List.of(), true);

    /** A JSON text in which a plain character may stand in other form. */
    private static final String ESCAPED = "\\u";

    static ConditionSql of(Condition condition, Dialect dialect) {
        return new Translation(dialect).of(condition, false);
    }

    /** A pattern for LIKE with {@code ~} as its escape. */
    static String contains(String text) {
        return "%" + text.replace("~", "~~").replace("%", "~%").replace("_", "~_") + "%";
    }

    /** The longest piece of the text of such characters. */
    static String longest(String text, IntPredicate good) {
        String best = "";
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !good.test(text.charAt(i))) {
                best = i - start > best.length() ? text.substring(start, i) : best;
                start = i + 1;
            }
        }
        return best;
    }

    private static boolean isAscii(int c) {
        return c >= ' ' && c < 127;
    }

    /** Whether a character stands for itself in every JSON text, unless it is {@code \\u0041}. */
    private static boolean isPlainInJson(int c) {
        return isAscii(c) && c != '"' && c != '\\' && c != '/';
    }

    /** For one database. Immutable. */
    private record Translation(Dialect dialect) {

        /** Negations are moved to the leaves, where only what is exact may be negated. */
        ConditionSql of(Condition condition, boolean negated) {
            if (condition instanceof Condition.Not not) {
                return of(not.part(), !negated);
            }
            if (condition instanceof Condition.All all) {
                return negated ? any(all.parts(), true) : all(all.parts(), false);
            }
            if (condition instanceof Condition.Any any) {
                return negated ? all(any.parts(), true) : any(any.parts(), false);
            }
            ConditionSql leaf = leaf(condition);
            if (!negated) {
                return leaf;
            }
            if (!leaf.exact) {
                return UNKNOWN;
            }
            return leaf.text.isEmpty()
                    ? FALSE
                    : new ConditionSql("NOT " + leaf.text, leaf.values, true);
        }

        private ConditionSql all(List<Condition> conditions, boolean negated) {
            List<ConditionSql> parts = conditions.stream().map(part -> of(part, negated)).toList();
            boolean exact = parts.stream().allMatch(ConditionSql::exact);
            List<ConditionSql> said = parts.stream().filter(part -> !part.text.isEmpty()).toList();
            return said.isEmpty() ? (exact ? TRUE : UNKNOWN) : joined(said, " AND ", exact);
        }

        private ConditionSql any(List<Condition> conditions, boolean negated) {
            List<ConditionSql> parts = conditions.stream().map(part -> of(part, negated)).toList();
            if (parts.isEmpty()) {
                return FALSE;
            }
            if (parts.contains(TRUE)) {
                return TRUE;
            }
            boolean exact = parts.stream().allMatch(ConditionSql::exact);
            boolean unknown = parts.stream().anyMatch(part -> part.text.isEmpty());
            return unknown ? UNKNOWN : joined(parts, " OR ", exact);
        }

        private static ConditionSql joined(List<ConditionSql> parts, String word, boolean exact) {
            String text =
                    parts.stream()
                            .map(ConditionSql::text)
                            .collect(Collectors.joining(word, "(", ")"));
            return new ConditionSql(
                    text, parts.stream().flatMap(part -> part.values.stream()).toList(), exact);
        }

        private ConditionSql leaf(Condition condition) {
            if (condition instanceof Condition.LevelIn in) {
                List<Object> numbers =
                        in.levels().stream().map(Level::number).<Object>map(n -> n).toList();
                String marks = String.join(", ", Collections.nCopies(numbers.size(), "?"));
                return numbers.isEmpty()
                        ? FALSE
                        : exact("(level IS NOT NULL AND level IN (" + marks + "))", numbers);
            }
            if (condition instanceof Condition.OriginIs origin) {
                return exact("(origin_id = ?)", List.of(dialect.uuid(origin.id())));
            }
            if (condition instanceof Condition.Has has) {
                return switch (has.subject().kind()) {
                    case SERVICE -> column("service", has.test());
                    case HOST -> column("host", has.test());
                    case MESSAGE -> column("body", has.test());
                    case TAG -> json("tags", List.of(), has.test());
                    case FIELD -> json("fields", lastOf(has.subject().name()), has.test());
                    case LEVEL, ORIGIN -> UNKNOWN;
                };
            }
            return condition instanceof Condition.Contains contains
                    ? body(contains.text())
                    : body(((Condition.Words) condition).text());
        }

        private ConditionSql column(String column, ValueTest test) {
            String there = "(" + column + " IS NOT NULL";
            if (test instanceof ValueTest.Equal equal) {
                return exact(there + " AND " + column + " = ?)", List.of(equal.text()));
            }
            if (test instanceof ValueTest.StartsWith start && !start.text().isEmpty()) {
                return exact(
                        there + " AND " + dialect.indexIn(column) + " = 1)", List.of(start.text()));
            }
            boolean exact =
                    test instanceof ValueTest.Present || test instanceof ValueTest.StartsWith;
            return new ConditionSql(there + ")", List.of(), exact);
        }

        /** Whether the JSON has the pieces in it that it must have. */
        private ConditionSql json(String column, List<String> names, ValueTest test) {
            List<Object> pieces = new ArrayList<>();
            for (String name : names) {
                addPiece(pieces, name);
            }
            if (test instanceof ValueTest.Equal equal) {
                addPiece(pieces, equal.text());
            } else if (test instanceof ValueTest.StartsWith start) {
                addPiece(pieces, start.text());
            }
            String there = "(" + column + " IS NOT NULL";
            if (pieces.isEmpty()) {
                return new ConditionSql(there + ")", List.of(), false);
            }
            String has = dialect.indexIn(column) + " > 0";
            String all = String.join(" AND ", Collections.nCopies(pieces.size(), has));
            pieces.add(ESCAPED);
            return new ConditionSql(there + " AND ((" + all + ") OR " + has + "))", pieces, false);
        }

        private static void addPiece(List<Object> pieces, String text) {
            String piece = longest(text, ConditionSql::isPlainInJson);
            if (!piece.isEmpty()) {
                pieces.add(piece);
            }
        }

        private static List<String> lastOf(String name) {
            return List.of(name.substring(name.lastIndexOf('.') + 1));
        }

        private ConditionSql body(String text) {
            String has = dialect.containsIgnoringCase("body");
            String piece = longest(text, ConditionSql::isAscii);
            return has == null || piece.length() < 2
                    ? UNKNOWN
                    : new ConditionSql("(" + has + ")", List.of(contains(piece)), false);
        }

        private static ConditionSql exact(String text, List<Object> values) {
            return new ConditionSql(text, values, true);
        }
    }
}
