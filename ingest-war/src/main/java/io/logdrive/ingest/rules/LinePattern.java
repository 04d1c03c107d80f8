package io.logdrive.ingest.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression of which each named group is a field of the lines it is found in.
 *
 * <p>Immutable.
 */
public final class LinePattern {
    /** Grok's are written out by us: they are longer than what anybody writes. */
    private static final int GROK_CHARS_MAX = 20_000;

    private final Pattern pattern;
    private final RequiredWords words;
    private final String[] fields;
    private final int[] groups;

    private LinePattern(String regex, int lengthMax, Map<String, String> names) {
        // A stack trace belongs to the message that a dot stands for.
        pattern = SearchPattern.compile(regex, lengthMax, Pattern.DOTALL);
        words = RequiredWords.of(regex);
        List<String> found = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Map<String, Integer> ordered = new LinkedHashMap<>(pattern.namedGroups());
        ordered.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(
                        group -> {
                            found.add(names.getOrDefault(group.getKey(), group.getKey()));
                            numbers.add(group.getValue());
                        });
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected at least one named group, found none: nothing would become of a"
                            + " line");
        }
        fields = found.toArray(String[]::new);
        groups = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Of RE2's own syntax, {@code (?P<name>…)} or {@code (?<name>…)}.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static LinePattern ofRegex(String regex) {
        return new LinePattern(regex, SearchPattern.LENGTH_MAX, Map.of());
    }

    /**
     * Of a Grok pattern.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static LinePattern ofGrok(String grok, GrokPatterns patterns) {
        GrokPatterns.Translated translated = patterns.translate(grok);
        return new LinePattern(translated.regex(), GROK_CHARS_MAX, translated.fields());
    }

    /** The names of the fields, in the order of their groups. */
    List<String> fields() {
        return List.of(fields);
    }

    /** Gives the fields of a line, in the order of their groups; null: it is not found there. */
    public @Nullable Map<String, String> fieldsOf(String line) {
        if (!words.mayBeIn(line)) {
            return null;
        }
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return null;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            String text = matcher.group(groups[i]);
            if (text != null && !text.isEmpty()) {
                found.putIfAbsent(fields[i], text);
            }
        }
        return found;
    }
}
