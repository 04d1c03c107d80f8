package io.logdrive.ingest.rules;

import io.logdrive.wire.Level;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the level of a line is.
 *
 * <p>Immutable.
 *
 * @param field whose text it is
 * @param words in lower case with what they mean, besides those in common use
 */
public record LevelRule(String field, Map<String, Level> words) {
    /** Copies. */
    public LevelRule {
        words = Map.copyOf(words);
    }

    /** What a word means, or null. */
    public @Nullable Level levelOf(String word) {
        Level own = words.get(word.toLowerCase(Locale.ROOT));
        return own == null ? Level.ofWord(word) : own;
    }
}
