package io.logdrive.destination.query;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How messages are written out. Immutable. */
enum AnswerFormat {
    /** One object with the page of messages and the cursors. */
    JSON("json", "application/json"),
    /** One message a line; the cursors are in the Link header. */
    NDJSON("ndjson", "application/x-ndjson"),
    /** RFC 4180 with a line of names; the cursors are in the Link header. */
    CSV("csv", "text/csv"),
    /** For people: one message a line; the cursors are in the Link header. */
    TEXT("text", "text/plain");

    private final String word;
    private final String mediaType;

    AnswerFormat(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** With the encoding that all our answers have. */
    String contentType() {
        return mediaType + ";charset=UTF-8";
    }

    /**
     * The format of the parameter {@code format}; null when it is not given.
     *
     * @throws QueryProblem for another word
     */
    static @Nullable AnswerFormat ofParameter(@Nullable String text, Set<AnswerFormat> possible) {
        if (text == null) {
            return null;
        }
        for (AnswerFormat format : possible) {
            if (format.word.equals(text)) {
                return format;
            }
        }
        String words = possible.stream().map(f -> f.word).collect(Collectors.joining(", "));
        throw QueryProblem.of("format", "one of " + words, Parameters.quoted(text));
    }

    /**
     * The first format that a client accepts.
     *
     * @param accepted media types by preference, {@code type/subtype}, wildcards included
     * @param possible in the order of our preference
     * @throws QueryProblem when it is none of them
     */
    static AnswerFormat ofAccepted(List<String> accepted, List<AnswerFormat> possible) {
        for (String type : accepted) {
            for (AnswerFormat format : possible) {
                String group = format.mediaType.substring(0, format.mediaType.indexOf('/'));
                if (type.equals("*/*")
                        || type.equals(group + "/*")
                        || type.equals(format.mediaType)) {
                    return format;
                }
            }
        }
        throw QueryProblem.notAcceptable(
                "Accept: expected one of "
                        + possible.stream().map(f -> f.mediaType).collect(Collectors.joining(", "))
                        + ", found "
                        + Parameters.quoted(String.join(", ", accepted)));
    }

    /** All of them. */
    static List<AnswerFormat> all() {
        return Arrays.asList(values());
    }
}
