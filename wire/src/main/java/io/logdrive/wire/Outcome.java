package io.logdrive.wire;

import org.jspecify.annotations.Nullable;

/** What became of a line: one of the right-hand terms of the ledger's balance. Immutable. */
public enum Outcome {
    /** The line is a row of {@code message}. */
    STORED("stored"),
    /** A rule dropped the line on purpose. */
    FILTERED("filtered"),
    /** The line is kept as a dead letter. */
    DEAD("dead");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word on the wire and in the API. */
    public String word() {
        return word;
    }

    /** The outcome with that word, or null. */
    public static @Nullable Outcome ofWord(String word) {
        for (Outcome outcome : values()) {
            if (outcome.word.equals(word)) {
                return outcome;
            }
        }
        return null;
    }
}
