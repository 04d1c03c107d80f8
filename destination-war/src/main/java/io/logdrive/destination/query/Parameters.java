package io.logdrive.destination.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of one request, checked by name.
 *
 * <p>Immutable.
 */
final class Parameters {
    /** In the API's description, to come with later versions. */
    private static final Set<String> PLANNED = Set.of("query", "regex", "tag");

    private static final String PLANNED_PREFIX = "field.";

    private final Map<String, List<String>> values;

    /**
     * @param values as they came, by name
     * @param known names that the endpoint understands
     * @throws QueryProblem for any other name
     */
    Parameters(Map<String, List<String>> values, Set<String> known) {
        this.values = values;
        for (String name : values.keySet()) {
            if (PLANNED.contains(name) || name.startsWith(PLANNED_PREFIX)) {
                throw QueryProblem.ofParameter(name, name + ": not available yet");
            }
            if (!known.contains(name)) {
                throw QueryProblem.ofParameter(
                        name,
                        name
                                + ": expected a known parameter (nearest: "
                                + NearestName.of(name, known)
                                + "), found an unknown one");
            }
        }
    }

    /** The value of a parameter that may be given once; null when it is not given. */
    @Nullable String one(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        if (all.size() > 1) {
            throw QueryProblem.of(name, "one value", all.size() + " values");
        }
        return all.isEmpty() ? null : all.get(0);
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
    int integer(String name, int byDefault, int min, int max) {
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
    String word(String name, String byDefault, List<String> words) {
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
    static String quoted(String text) {
        String cut = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
