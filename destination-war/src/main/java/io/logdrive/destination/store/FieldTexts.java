package io.logdrive.destination.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of parsed fields by their names. A field within an object has the names of both with a
 * dot between; the elements of an array are values of the array's name; null is no value.
 *
 * <p>Immutable.
 */
public final class FieldTexts {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final Set<String> wanted;
    private final Set<String> parents = new HashSet<>();
    private final boolean everything;

    /** Looks for these names. */
    public FieldTexts(Collection<String> wanted) {
        this.wanted = Set.copyOf(wanted);
        this.everything = false;
        for (String name : wanted) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                parents.add(name.substring(0, dot));
            }
        }
    }

    private FieldTexts() {
        this.wanted = Set.of();
        this.everything = true;
    }

    /** Looks for all names that have a value which is no object. */
    public static FieldTexts ofAll() {
        return new FieldTexts();
    }

    /**
     * Reads a JSON object.
     *
     * @return the texts of all values of each name that is there; none for an object
     */
    public Map<String, List<String>> read(@Nullable String json) {
        if (json == null || (wanted.isEmpty() && !everything)) {
            return Map.of();
        }
        Map<String, List<String>> found = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(parser, "", found);
            }
        } catch (IOException e) {
            // What is no JSON has no fields behind that place.
            return found;
        }
        return found;
    }

    /** The texts of a JSON array. */
    static List<String> array(@Nullable String json) {
        List<String> texts = new ArrayList<>();
        if (json != null) {
            try (JsonParser parser = FACTORY.createParser(json)) {
                for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
                    if (t.isScalarValue() && t != JsonToken.VALUE_NULL) {
                        texts.add(parser.getText());
                    }
                }
            } catch (IOException e) {
                return texts;
            }
        }
        return texts;
    }

    private void object(JsonParser parser, String path, Map<String, List<String>> found)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            value(parser, path.isEmpty() ? key : path + '.' + key, found);
        }
    }

    private void value(JsonParser parser, String name, Map<String, List<String>> found)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            if (wanted.contains(name)) {
                found.computeIfAbsent(name, any -> new ArrayList<>());
            }
            if (everything || parents.contains(name)) {
                object(parser, name, found);
            } else {
                parser.skipChildren();
            }
        } else if (token == JsonToken.START_ARRAY) {
            if (wanted.contains(name)) {
                found.computeIfAbsent(name, any -> new ArrayList<>());
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, name, found);
            }
        } else if (token != JsonToken.VALUE_NULL && (everything || wanted.contains(name))) {
            found.computeIfAbsent(name, any -> new ArrayList<>()).add(parser.getText());
        }
    }
}
