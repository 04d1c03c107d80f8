package io.logdrive.ingest.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.payara.NearestName;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.OriginKind;
import io.logdrive.wire.Utf8Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /ingest/process/try}.
 *
 * <p>Immutable.
 *
 * @param lines to be tried
 * @param origin as if they came from there
 * @param rules the text of rules to try them by, or null: those in force
 */
record TrialRequest(List<String> lines, LineOrigin origin, @Nullable String rules) {
    static final int BYTES_MAX = 1 << 20;
    static final int LINES_MAX = 100;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Set<String> NAMES =
            Set.of("lines", "rules", "listener", "origin", "peer", "service", "host", "tags");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with what was expected and found
     */
    static TrialRequest read(byte[] body) {
        if (body.length > BYTES_MAX) {
            throw new IllegalArgumentException("body: expected at most 1 MiB, found more");
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            return new Reading(parser).request();
        } catch (IOException e) {
            throw noObject(e);
        }
    }

    private static IllegalArgumentException noObject(@Nullable IOException cause) {
        String found = "something else";
        if (cause instanceof JsonProcessingException json) {
            JsonLocation at = json.getLocation();
            found = "none at line " + at.getLineNr() + ", column " + at.getColumnNr();
        }
        return new IllegalArgumentException("body: expected a JSON object, found " + found, cause);
    }

    /** A body on its way into a request. Confined to the thread that reads. */
    private static final class Reading {
        private final JsonParser parser;
        private final Map<String, String> texts = new HashMap<>();
        private List<String> lines = List.of();
        private List<String> tags = List.of();

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        TrialRequest request() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noObject(null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                take(parser.currentName(), parser.nextToken());
            }
            if (parser.nextToken() != null) {
                throw noObject(null);
            }
            if (lines.isEmpty() || lines.size() > LINES_MAX) {
                throw new IllegalArgumentException(
                        "lines: expected 1.." + LINES_MAX + " lines, found " + lines.size());
            }
            return new TrialRequest(lines, origin(), texts.get("rules"));
        }

        private void take(String name, JsonToken token) throws IOException {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        name
                                + ": expected a known name ("
                                + NearestName.hint(name, NAMES)
                                + "), found an unknown one");
            }
            if (name.equals("lines")) {
                lines = list(name, token);
            } else if (name.equals("tags")) {
                tags = list(name, token);
            } else if (token == JsonToken.VALUE_STRING) {
                texts.put(name, Utf8Text.clean(parser.getText()).text());
            } else if (token != JsonToken.VALUE_NULL) {
                throw new IllegalArgumentException(
                        name + ": expected a text, found " + token.name().toLowerCase(Locale.ROOT));
            }
        }

        private List<String> list(String name, JsonToken token) throws IOException {
            List<String> list = new ArrayList<>();
            JsonToken next = token == JsonToken.START_ARRAY ? parser.nextToken() : token;
            while (next == JsonToken.VALUE_STRING && token == JsonToken.START_ARRAY) {
                list.add(parser.getText());
                next = parser.nextToken();
            }
            if (next != JsonToken.END_ARRAY) {
                throw new IllegalArgumentException(
                        name
                                + ": expected a list of texts, found "
                                + next.name().toLowerCase(Locale.ROOT));
            }
            return list;
        }

        private LineOrigin origin() {
            String listener = texts.getOrDefault("listener", OriginKind.LINES.word());
            if (OriginKind.ofWord(listener) == null) {
                throw new IllegalArgumentException(
                        "listener: expected a listener, found " + listener);
            }
            LineAttributes known =
                    new LineAttributes(texts.get("service"), texts.get("host"), tags, Map.of());
            return new LineOrigin(
                    listener,
                    texts.getOrDefault("origin", ""),
                    texts.getOrDefault("peer", ""),
                    known.service(),
                    known.host(),
                    known.tags());
        }
    }
}
