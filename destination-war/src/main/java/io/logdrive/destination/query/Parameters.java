package io.logdrive.destination.query;

import io.logdrive.payara.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request, checked by name.
 *
 * <p>Immutable.
 */
public final class Parameters {
    /** In the names that an endpoint knows it stands for all that begin with it. */
    static final String FIELDS = FilterParameters.FIELD_PREFIX;

    private static final int NAME_CHARS_MAX = 200;
    private static final int SHOWN_MAX = 100;

    private final Map<String, List<String>> values;

    /**
     * Checks the names.
     *
     * @param values as they came, by name
     * @param known names that the endpoint understands
     * @throws QueryProblem for any other name
     */
    public Parameters(Map<String, List<String>> values, Set<String> known) {
        this.values = values;
        values.forEach(
                (name, all) -> {
                    if (!isKnown(name, known)) {
                        throw QueryProblem.ofParameter(name, name + ": " + unknown(name, known));
                    }
                    all.forEach(value -> refuseOddCharacters(name, value));
                });
    }

    private static boolean isKnown(String name, Set<String> known) {
        boolean isField =
                name.startsWith(FIELDS)
                        && name.length() > FIELDS.length()
                        && name.length() <= NAME_CHARS_MAX;
        return isField ? known.contains(FIELDS) : known.contains(name) && !name.equals(FIELDS);
    }

    private static String unknown(String name, Set<String> known) {
        if (known.isEmpty()) {
            return "expected no parameter, found an unknown one";
        }
        boolean fields = known.contains(FIELDS);
        if (fields && name.equals(FIELDS)) {
            return "expected the name of a field behind the dot, as field.status, found none";
        }
        if (fields && name.startsWith(FIELDS)) {
            return "expected at most " + NAME_CHARS_MAX + " characters, found " + name.length();
        }
        return "expected a known parameter (" + hint(name, known) + "), found an unknown one";
    }

    private static String hint(String name, Set<String> known) {
        int behindDot = name.indexOf('.') + 1;
        if (known.contains(FIELDS)
                && behindDot > 0
                && NearestName.near(name.substring(0, behindDot), Set.of(FIELDS)) != null) {
            return "nearest: " + FIELDS + name.substring(behindDot);
        }
        Set<String> shown = new TreeSet<>(known);
        if (shown.remove(FIELDS)) {
            shown.add(FIELDS + "<name>");
        }
        return NearestName.hint(name, shown);
    }

    /** No message has them, and databases refuse them in their own ways. */
    private static void refuseOddCharacters(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw QueryProblem.of(
                        name, "text without U+0000 and lone surrogates", "one at " + i);
            }
            i += pair ? 1 : 0;
        }
    }

    /** The names that begin like this. */
    List<String> startingWith(String prefix) {
        return values.keySet().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
    }

    /** The value of a parameter that may be given once; null when it is not given. */
    public @Nullable String one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw QueryProblem.of(name, "one value", all.size() + " values");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** As above with what it is when it is not given. */
    String one(String name, String byDefault) {
        String text = one(name);
        return text == null ? byDefault : text;
    }

    /** The value of a parameter that may be given once and is a text; null when it is not given. */
    @Nullable String text(String name) {
        String text = one(name);
        if (text != null && text.isEmpty()) {
            throw QueryProblem.of(name, "a value", "an empty one");
        }
        return text;
    }

    /** The values of a parameter that may be repeated or be a list with commas. */
    List<String> list(String name) {
        List<String> all = new ArrayList<>();
        for (String value : values.getOrDefault(name, List.of())) {
            for (String part : value.split(",", -1)) {
                if (part.isBlank()) {
                    throw QueryProblem.of(name, "a value", "an empty one");
                }
                all.add(part.strip());
            }
        }
        return all;
    }

    /** The values of a parameter that may be repeated, commas and blanks included. */
    List<String> repeated(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.stream().anyMatch(String::isEmpty)) {
            throw QueryProblem.of(name, "a value", "an empty one");
        }
        return all;
    }

    /** A whole number. */
    public int integer(String name, int byDefault, int min, int max) {
        String text = one(name);
        if (text == null) {
            return byDefault;
        }
        if (text.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw QueryProblem.of(name, min + ".." + max, quoted(text));
    }

    /** One of the words, which are in lower case. */
    public String word(String name, String byDefault, List<String> words) {
        String text = one(name);
        if (text == null) {
            return byDefault;
        }
        if (!words.contains(text)) {
            throw QueryProblem.of(name, String.join(" or ", words), quoted(text));
        }
        return text;
    }

    /** A value for a message: in quotes, cut, without what would break a line. */
    public static String quoted(String text) {
        String cut = text;
        if (text.length() > SHOWN_MAX) {
            boolean pair = Character.isHighSurrogate(text.charAt(SHOWN_MAX - 1));
            cut = text.substring(0, pair ? SHOWN_MAX - 1 : SHOWN_MAX) + "…";
        }
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
