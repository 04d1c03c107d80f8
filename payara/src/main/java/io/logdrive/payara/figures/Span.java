package io.logdrive.payara.figures;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far back figures go, and in which steps. Immutable. */
public enum Span {
    /** The default. */
    FIVE_MINUTES("5m", 1, 300),
    HOUR("1h", 10, 360),
    HALF_DAY("12h", 60, 720);

    private final String word;
    private final int stepSeconds;
    private final int steps;

    Span(String word, int stepSeconds, int steps) {
        this.word = word;
        this.stepSeconds = stepSeconds;
        this.steps = steps;
    }

    /** The one with that word, the default for null; null: there is none. */
    public static @Nullable Span ofWord(@Nullable String word) {
        for (Span span : values()) {
            if (word == null || span.word.equals(word)) {
                return span;
            }
        }
        return null;
    }

    /** The words there are, the default first. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Span::word).toList();
    }

    /** As it is asked for. */
    public String word() {
        return word;
    }

    int stepSeconds() {
        return stepSeconds;
    }

    int steps() {
        return steps;
    }
}
