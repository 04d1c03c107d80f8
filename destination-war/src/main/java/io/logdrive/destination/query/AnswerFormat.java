package io.logdrive.destination.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How messages are written out. Immutable. */
enum AnswerFormat {
    /** One object with the page of messages and the cursors. */
    JSON("json", "application/json"),
    /** One message a line; the cursors are in the Link header. */
    NDJSON("ndjson", "application/x-ndjson");

    private static final List<String> PLANNED = List.of("csv", "text");

    private final String word;
    private final String mediaType;

    AnswerFormat(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * The format of the parameter {@code format}; null when it is not given.
     *
     * @throws QueryProblem for another word
     */
    static @Nullable AnswerFormat ofParameter(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (AnswerFormat format : values()) {
            if (format.word.equals(text)) {
                return format;
            }
        }
        if (PLANNED.contains(text)) {
            throw QueryProblem.ofParameter("format", "format: " + text + " is not available yet");
        }
        throw QueryProblem.of("format", "json or ndjson", Parameters.quoted(text));
    }

    /**
     * The first format that a client accepts.
     *
     * @param accepted media types by preference, {@code type/subtype}, wildcards included
     * @throws QueryProblem when it is none of ours
     */
    static AnswerFormat ofAccepted(List<String> accepted) {
        for (String type : accepted) {
            for (AnswerFormat format : values()) {
                if (type.equals("*/*")
                        || type.equals("application/*")
                        || type.equals(format.mediaType)) {
                    return format;
                }
            }
        }
        throw QueryProblem.notAcceptable(
                "Accept: expected application/json or application/x-ndjson, found "
                        + Parameters.quoted(String.join(", ", accepted)));
    }
}
