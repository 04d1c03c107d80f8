package io.logdrive.destination.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Makes generators for answers. Thread-safe. */
final class Json {
    // The container closes the stream it gave us.
    private static final JsonFactory FACTORY =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Json() {}

    static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    static JsonGenerator generator(Writer out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Nothing when there is no text. */
    static void writeText(JsonGenerator json, String name, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
