package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.TimeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain text that begins with a date and a time of day, perhaps in brackets, and often a level word
 * next: {@code 2026-11-21 08:10:38,123 WARN disk is slow}. The body is what stands behind them;
 * further lines belong to it, whatever they begin with.
 *
 * <p>Thread-safe.
 */
final class PlainLineParser {
    /** {@code 2026-11-21T08:10:38} */
    private static final int TIME_CHARS_MIN = 19;

    private static final int LEVEL_CHARS_MAX = 13;

    private PlainLineParser() {}

    /** The level behind the time that the text begins with; null when it has not both. */
    static @Nullable Level levelOf(String text) {
        LogRecord plain = parse(text, 0, 0);
        return plain == null ? null : plain.level();
    }

    /** Null when the line does not begin with a time. */
    static @Nullable LogRecord parse(String line, long receivedMicros, int flags) {
        boolean bracket = !line.isEmpty() && line.charAt(0) == '[';
        int start = bracket ? 1 : 0;
        int end = endOfTime(line, start);
        if (end < 0 || !endsWell(line, end, bracket)) {
            return null;
        }
        long time = TimeText.parseMicros(line.substring(start, end));
        if (time == TimeText.NO_TIME) {
            return null;
        }
        int rest = skipBlanks(line, bracket ? end + 1 : end);
        // Log4j's "%d - %p" puts a dash between the two.
        int dash = line.startsWith("- ", rest) ? skipBlanks(line, rest + 1) : rest;
        int wordStart = dash < line.length() && line.charAt(dash) == '[' ? dash + 1 : dash;
        int wordEnd = endOfWord(line, wordStart);
        Level level = Level.ofWord(line.substring(wordStart, wordEnd));
        if (level != null) {
            rest = skipBlanks(line, skipClosing(line, wordEnd));
        }
        String body = line.substring(rest);
        return new LogRecord(time, receivedMicros, level, null, null, body, List.of(), null, flags);
    }

    /** Where the run of characters ends that may be a time, or -1 when it cannot be one. */
    private static int endOfTime(String line, int start) {
        if (line.length() - start < TIME_CHARS_MIN
                || line.charAt(start + 4) != '-'
                || line.charAt(start + 13) != ':') {
            return -1;
        }
        char separator = line.charAt(start + 10);
        if (separator != 'T' && separator != 't' && separator != ' ') {
            return -1;
        }
        int end = start + TIME_CHARS_MIN;
        while (end < line.length() && "0123456789.,:+-Zz".indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        while (end > start && ".,:-+".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return endOfOffset(line, end);
    }

    /** Behind {@code +0200} or {@code -03:30} where that follows; without it the hour is wrong. */
    private static int endOfOffset(String line, int end) {
        int at = end + 2;
        if (at > line.length()
                || line.charAt(end) != ' '
                || "+-".indexOf(line.charAt(end + 1)) < 0) {
            return end;
        }
        int digits = 0;
        while (at < line.length() && digits < 4 && isOffsetChar(line.charAt(at), digits)) {
            digits += line.charAt(at) == ':' ? 0 : 1;
            at++;
        }
        return digits == 4 && endsWell(line, at, false) ? at : end;
    }

    private static boolean isOffsetChar(char c, int digits) {
        return (c >= '0' && c <= '9') || (c == ':' && digits == 2);
    }

    private static boolean endsWell(String line, int end, boolean bracket) {
        if (end == line.length()) {
            return !bracket;
        }
        char next = line.charAt(end);
        return bracket ? next == ']' : !Character.isLetterOrDigit(next);
    }

    private static int endOfWord(String line, int start) {
        int end = start;
        while (end < line.length()
                && end - start < LEVEL_CHARS_MAX
                && Character.isLetter(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int skipBlanks(String line, int start) {
        int at = start;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static int skipClosing(String line, int at) {
        return at < line.length() && (line.charAt(at) == ']' || line.charAt(at) == ':')
                ? at + 1
                : at;
    }
}
