package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.TimeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain text that begins with a date and a time of day, perhaps in brackets, and often a level word
 * next: {@code 2026-11-21 08:10:38,123 WARN disk is slow}. The body is what stands behind them.
 *
 * <p>Thread-safe.
 */
final class PlainLineParser {
    /** {@code 2026-11-21T08:10:38} */
    private static final int TIME_CHARS_MIN = 19;

    private static final int LEVEL_CHARS_MAX = 13;

    private PlainLineParser() {}

    /** Null when the line does not begin with a time. */
    static @Nullable LogRecord parse(String line, long receivedMicros, int flags) {
        int start = !line.isEmpty() && line.charAt(0) == '[' ? 1 : 0;
        int end = endOfTime(line, start);
        if (end < 0) {
            return null;
        }
        long time = TimeText.parseMicros(line.substring(start, end));
        if (time == TimeText.NO_TIME) {
            return null;
        }
        int rest = skipBlanks(line, end < line.length() && line.charAt(end) == ']' ? end + 1 : end);
        int wordStart = rest < line.length() && line.charAt(rest) == '[' ? rest + 1 : rest;
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
        return end;
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
