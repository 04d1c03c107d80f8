package io.logdrive.destination.query;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the parameter {@code query}; docs/query.md has the grammar. Recursive descent, bounded in
 * length, depth and number of terms; every error names its position, counted from 0.
 *
 * <p>Confined to one call.
 */
public final class QueryParser {
    static final int LENGTH_MAX = 10_000;
    static final int DEPTH_MAX = 32;
    static final int TERMS_MAX = 200;

    private static final String PARAMETER = "query";

    private final String text;
    private int at;
    private int valueAt;
    private int depth;
    private int terms;

    private QueryParser(String text) {
        this.text = text;
    }

    /**
     * Parses.
     *
     * @throws QueryProblem with the position of what is wrong
     */
    public static Condition parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw QueryProblem.at(
                    PARAMETER,
                    LENGTH_MAX,
                    "expected at most " + LENGTH_MAX + " characters, found " + text.length());
        }
        QueryParser parser = new QueryParser(text);
        if (parser.isAtEnd()) {
            return Condition.EVERYTHING;
        }
        Condition condition = parser.alternatives();
        if (!parser.isAtEnd()) {
            throw parser.problem(parser.at, "expected the end or another term");
        }
        return condition;
    }

    private Condition alternatives() {
        List<Condition> parts = new ArrayList<>();
        parts.add(sequence());
        while (takeWord("OR")) {
            parts.add(sequence());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
    }

    private Condition sequence() {
        List<Condition> parts = new ArrayList<>();
        parts.add(negatable());
        while (!isAtEnd() && peek() != ')' && !isWord("OR")) {
            takeWord("AND");
            parts.add(negatable());
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private Condition negatable() {
        int start = skipBlanks();
        if (++depth > DEPTH_MAX) {
            throw QueryProblem.at(
                    PARAMETER, start, "expected at most " + DEPTH_MAX + " levels, found more");
        }
        Condition condition;
        if (takeWord("NOT") || takeMinus()) {
            condition = new Condition.Not(negatable());
        } else {
            condition = term(start);
        }
        depth--;
        return condition;
    }

    private boolean takeMinus() {
        boolean minus = at + 1 < text.length() && peek() == '-' && !isBlank(text.charAt(at + 1));
        at += minus ? 1 : 0;
        return minus;
    }

    private Condition term(int start) {
        if (isAtEnd() || peek() == ')' || isWord("OR") || isWord("AND")) {
            throw problem(start, "expected a word, a phrase, a field or a group");
        }
        if (++terms > TERMS_MAX) {
            throw QueryProblem.at(
                    PARAMETER, start, "expected at most " + TERMS_MAX + " terms, found more");
        }
        if (peek() == '(') {
            at++;
            Condition inner = alternatives();
            if (isAtEnd() || peek() != ')') {
                throw problem(at, "expected ) for the ( at " + start);
            }
            at++;
            return inner;
        }
        valueAt = start;
        try {
            return peek() == '"' ? phrase(start) : word(start);
        } catch (IllegalArgumentException e) {
            throw QueryProblem.at(PARAMETER, valueAt, String.valueOf(e.getMessage()));
        }
    }

    private Condition phrase(int start) {
        String phrase = quoted(true);
        boolean prefix = at < text.length() && text.charAt(at) == '*';
        at += prefix ? 1 : 0;
        if (phrase.isBlank()) {
            throw problem(start, "expected a phrase that is not blank");
        }
        return ValueSyntax.words(phrase, prefix);
    }

    private Condition word(int start) {
        int colon = nameEnd();
        if (colon > start) {
            String name = text.substring(start, colon);
            at = colon + 1;
            return field(ValueSyntax.subject(name));
        }
        String word = bare(start);
        if (word.equals("*")) {
            return Condition.EVERYTHING;
        }
        boolean prefix = word.endsWith("*");
        return ValueSyntax.words(prefix ? word.substring(0, word.length() - 1) : word, prefix);
    }

    private Condition field(Subject subject) {
        if (isBlankHere()) {
            throw problem(at, "expected a value after the colon");
        }
        valueAt = at;
        String rest = text.substring(at, Math.min(text.length(), at + 2));
        String operator = ValueSyntax.operator(rest);
        char c = text.charAt(at);
        if (operator != null) {
            at += operator.length();
            valueAt = at;
            return ValueSyntax.condition(subject, ValueSyntax.compared(operator, operand()));
        }
        if (c == '~') {
            at++;
            boolean isQuoted = !isBlankHere() && text.charAt(at) == '"';
            valueAt = isQuoted ? at + 1 : at;
            String regex = isQuoted ? quoted(false) : bare(at, false);
            return ValueSyntax.condition(subject, ValueSyntax.matches(regex));
        }
        if (c == '[' || c == '{') {
            return ValueSyntax.condition(subject, range());
        }
        if (c == '"') {
            String value = quoted(true);
            return value.isEmpty()
                    ? ValueSyntax.missing(subject)
                    : ValueSyntax.condition(subject, new ValueTest.Equal(value));
        }
        return ValueSyntax.condition(subject, ValueSyntax.plain(bare(at)));
    }

    private String operand() {
        if (isBlankHere()) {
            throw problem(at, "expected a value after the operator");
        }
        return text.charAt(at) == '"' ? quoted(true) : bare(at);
    }

    private ValueTest range() {
        int start = at;
        int end = at;
        while (end < text.length() && text.charAt(end) != ']' && text.charAt(end) != '}') {
            end++;
        }
        ValueTest range =
                end == text.length() ? null : ValueSyntax.range(text.substring(start, end + 1));
        if (range == null) {
            throw problem(start, "expected [a TO b]");
        }
        at = end + 1;
        return range;
    }

    /** From the quote on to behind the closing one. */
    private String quoted(boolean unescape) {
        int start = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                char next = text.charAt(at + 1);
                // A regular expression keeps its own escapes.
                boolean dropped = next == '"' || (unescape && next == '\\');
                value.append(dropped ? "" : "\\").append(next);
                at++;
            } else {
                value.append(c);
            }
        }
        throw problem(at, "expected \" for the one at " + start);
    }

    private String bare(int start) {
        String word = bare(start, true);
        int star = word.indexOf('*');
        if (star >= 0 && star < word.length() - 1) {
            throw problem(start + star, "expected * at the end of a word only");
        }
        return word;
    }

    /** Up to a blank, a parenthesis or a quote. */
    private String bare(int start, boolean nonEmpty) {
        while (at < text.length() && !isBlank(peek()) && "()\"".indexOf(peek()) < 0) {
            at++;
        }
        if (at == start) {
            throw problem(at, nonEmpty ? "expected a value" : "expected a regular expression");
        }
        return text.substring(start, at);
    }

    /** Where the colon stands behind a name that begins here, or -1. */
    private int nameEnd() {
        int end = at;
        while (end < text.length() && isOfName(text.charAt(end), end == at)) {
            end++;
        }
        return end < text.length() && end > at && text.charAt(end) == ':' ? end : -1;
    }

    private static boolean isOfName(char c, boolean first) {
        return Character.isLetter(c)
                || c == '_'
                || c == '@'
                || (!first && (Character.isDigit(c) || c == '.' || c == '-' || c == '$'));
    }

    private boolean takeWord(String word) {
        boolean found = isWord(word);
        at += found ? word.length() : 0;
        return found;
    }

    private boolean isWord(String word) {
        skipBlanks();
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || isBlank(text.charAt(end)) || text.charAt(end) == '(');
    }

    private int skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private boolean isAtEnd() {
        return skipBlanks() == text.length();
    }

    private boolean isBlankHere() {
        return at == text.length() || isBlank(text.charAt(at));
    }

    private char peek() {
        return text.charAt(at);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c);
    }

    private QueryProblem problem(int position, String expected) {
        String found =
                position >= text.length()
                        ? "the end"
                        : Parameters.quoted(
                                text.substring(position, Math.min(text.length(), position + 20)));
        return QueryProblem.at(PARAMETER, position, expected + ", found " + found);
    }
}
