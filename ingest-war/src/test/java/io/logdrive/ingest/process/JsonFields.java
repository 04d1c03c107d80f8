package io.logdrive.ingest.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a record, read by somebody else's parser: what is no JSON fails the test. */
final class JsonFields {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonFields() {}

    /** The outermost members and the text of their values; of an object, its members by path. */
    static Map<String, String> of(@Nullable String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (json == null) {
            return fields;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("fields: expected an object, found " + json);
            }
            members(parser, "", fields);
            if (parser.nextToken() != null) {
                throw new IOException("fields: expected one object, found " + json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    private static void members(JsonParser parser, String path, Map<String, String> fields)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                members(parser, name + '.', fields);
            } else {
                fields.put(name, parser.getText());
            }
        }
    }
}
