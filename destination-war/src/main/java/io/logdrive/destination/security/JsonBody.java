package io.logdrive.destination.security;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.logdrive.destination.query.Parameters;
import io.logdrive.destination.query.QueryProblem;
import io.logdrive.payara.NearestName;
import io.logdrive.payara.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: one JSON object of texts and flags, of which each member is known. What is
 * said of a wrong one never shows its value: it may be a password in the wrong place.
 *
 * <p>Immutable. Its text has no secret.
 */
final class JsonBody {
    static final int BYTES_MAX = 16 << 10;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final Map<String, @Nullable Object> members;

    private JsonBody(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Reads one.
     *
     * @param known which members there may be
     * @throws QueryProblem 400, 413
     */
    static JsonBody read(InputStream body, Set<String> known) throws IOException {
        byte[] bytes = body.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw QueryProblem.tooLarge(
                    "body: expected at most " + BYTES_MAX + " bytes, found more");
        }
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notJson();
            }
            Map<String, @Nullable Object> members = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!known.contains(name)) {
                    throw QueryProblem.of(
                            shown(name),
                            "a known member (" + NearestName.hint(name, known) + ")",
                            "an unknown one");
                }
                members.put(name, value(name, parser));
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw notJson();
            }
            return new JsonBody(members);
        } catch (JsonProcessingException e) {
            // Its message may show what was read.
            throw notJson();
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** A text that must be there. */
    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw QueryProblem.of(name, "a text", members.containsKey(name) ? "null" : "none");
        }
        return text;
    }

    /** A text; null when it is not there, or null. */
    @Nullable String textOrNull(String name) {
        Object value = members.get(name);
        if (value instanceof Boolean) {
            throw QueryProblem.of(name, "a text", "true or false");
        }
        return (String) value;
    }

    /** A flag; null when it is not there. */
    @Nullable Boolean flag(String name) {
        Object value = members.get(name);
        if (members.containsKey(name) && !(value instanceof Boolean)) {
            throw QueryProblem.of(name, "true or false", value == null ? "null" : "a text");
        }
        return (Boolean) value;
    }

    /** A role; null when it is not there. */
    @Nullable Role role(String name) {
        if (!members.containsKey(name)) {
            return null;
        }
        String text = text(name);
        for (Role role : Role.values()) {
            if (role.word().equals(text)) {
                return role;
            }
        }
        throw QueryProblem.of(name, "reader or operator or admin", Parameters.quoted(text));
    }

    @Override
    public String toString() {
        return "members " + members.keySet();
    }

    private static @Nullable Object value(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        return switch (token) {
            case VALUE_STRING -> text(name, parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default ->
                    throw QueryProblem.of(
                            name,
                            "a text, true, false or null",
                            token.isNumeric() ? "a number" : "an object or a list");
        };
    }

    private static String text(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw QueryProblem.of(
                        name, "text without U+0000 and lone surrogates", "one at " + i);
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    private static String shown(String name) {
        String quoted = Parameters.quoted(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static QueryProblem notJson() {
        return QueryProblem.ofParameter(
                "body", "body: expected one JSON object, found something else");
    }
}
