package io.logdrive.agent.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * What of a {@link CutConfig} says where its events begin and end, as one word of a checkpoint:
 * bytes that were sent are cut once more as they were (decision 0090). How long an event waits is
 * no part of it: where that ended events is in the checkpoint by itself.
 *
 * <p>Immutable.
 *
 * @param word without blanks, unique for what it says
 */
record CutText(String word) {
    private static final String FORM =
            "CHARSET,LINE-BYTES,EVENT-LINES,plain or container,line or java or =PATTERN";

    private static final int PARTS = 5;
    private static final String PLAIN = "plain";
    private static final String CONTAINER = "container";
    private static final String LINE = "line";
    private static final String JAVA = "java";

    static CutText of(CutConfig config) {
        EventStart start = config.start();
        return new CutText(
                String.join(
                        ",",
                        config.charset().name(),
                        String.valueOf(config.lineBytesMax()),
                        String.valueOf(config.linesMax()),
                        config.container() ? CONTAINER : PLAIN,
                        start == null ? LINE : start.word()));
    }

    /** An event's start by its pattern. */
    static String wordOf(Pattern pattern) {
        return '=' + URLEncoder.encode(pattern.pattern(), UTF_8) + ';' + pattern.flags();
    }

    /** {@link EventStart#ofJava}. */
    static String wordOfJava() {
        return JAVA;
    }

    /**
     * As {@link #word} says it.
     *
     * @param idle how long an event waits from now on
     * @throws IllegalArgumentException saying what was expected and found instead
     */
    CutConfig config(Duration idle) {
        String[] parts = word.split(",", -1);
        try {
            if (parts.length != PARTS || !(parts[3].equals(PLAIN) || parts[3].equals(CONTAINER))) {
                throw new IllegalArgumentException(word);
            }
            boolean line = parts[4].equals(LINE);
            EventStart start = parts[4].equals(JAVA) ? EventStart.ofJava() : null;
            return new CutConfig(
                    Charset.forName(parts[0]),
                    Integer.parseInt(parts[1]),
                    line || start != null ? start : EventStart.of(pattern(parts[4])),
                    Integer.parseInt(parts[2]),
                    idle,
                    parts[3].equals(CONTAINER));
        } catch (IllegalArgumentException | PatternSyntaxException e) {
            throw new IllegalArgumentException("expected " + FORM + ", found " + word, e);
        }
    }

    private static Pattern pattern(String text) {
        int flags = text.lastIndexOf(';');
        if (!text.startsWith("=") || flags < 0) {
            throw new IllegalArgumentException(text);
        }
        return Pattern.compile(
                URLDecoder.decode(text.substring(1, flags), UTF_8),
                Integer.parseInt(text.substring(flags + 1)));
    }
}
