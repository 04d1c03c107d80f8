package io.logdrive.destination.store;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as the JSON array that the column {@code tags} holds. Thread-safe. */
final class JsonTexts {
    private JsonTexts() {}

    /** {@code ["a","b"]}, or null for no texts. */
    static @Nullable String arrayOrNull(List<String> texts) {
        if (texts.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("[");
        for (String text : texts) {
            json.append(json.length() > 1 ? ",\"" : "\"");
            JsonStringEncoder.getInstance().quoteAsString(text, json);
            json.append('"');
        }
        return json.append(']').toString();
    }
}
