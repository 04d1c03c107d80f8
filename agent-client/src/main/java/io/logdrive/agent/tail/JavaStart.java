package io.logdrive.agent.tail;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The preset {@code java}: what Java's loggers write. An event begins with a line that begins like
 * those of loggers: with a time, a level, or JSON. Whatever follows it, stack traces and messages
 * of several lines, belongs to it. An event that begins otherwise goes on only over lines that have
 * the shape of a stack trace.
 *
 * <p>Thread-safe.
 */
final class JavaStart implements EventStart {
    private static final String LEVEL = "(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\b(?!:)";

    /** What a header can begin with. All are without nested repetition: linear in the line. */
    private static final List<String> HEADS =
            List.of(
                    // 2026-11-22 08:10:38,123
                    "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}",
                    // 22 Nov 2026 08:10:38 and 22.11.2026
                    "\\d{1,2}[-/. ](?:\\d{1,2}|\\p{L}{3,9})[-/. ]\\d{2,4}",
                    // Nov 22, 2026 8:10:38 AM and Nov 22 08:10:38
                    "\\p{L}{3,9}\\.? +\\d{1,2},? \\d",
                    // 08:10:38.123
                    "\\d{1,2}:\\d{2}:\\d{2}",
                    // 1795332803464 and 123 [main], as %r writes
                    "\\d{10,16}\\b",
                    // 20261122T081038,123 and 20261122081038123
                    "(?:19|20)\\d{6}T?\\d{6}",
                    "\\d+ [\\[({]",
                    LEVEL,
                    // %5p
                    " (?:INFO|WARN)\\b(?!:)",
                    // [main] INFO
                    "[^\\[\\]]{1,80}\\] +" + LEVEL,
                    // JSON
                    "\\{\"");

    /** It may be coloured, and in brackets. */
    private static final Pattern HEADER =
            Pattern.compile("(?:\\x1b\\[[\\d;]*m)*[\\[<(]{0,2}(?:" + String.join("|", HEADS) + ")");

    /**
     * The second line of java.util.logging's own format belongs to its first, and what closes JSON
     * of several lines to what opened it.
     */
    private static final List<String> CONTINUATIONS =
            List.of(
                    "}",
                    "]",
                    "Caused by: ",
                    "Suppressed: ",
                    "SEVERE: ",
                    "WARNING: ",
                    "INFO: ",
                    "CONFIG: ",
                    "FINE: ",
                    "FINER: ",
                    "FINEST: ",
                    "Exception in thread \"");

    private static final String BLANKS = " \t\n\u000b\f\r";
    private static final String DOTS = "... ";

    @Override
    public boolean isHeader(String line) {
        return HEADER.matcher(line).lookingAt();
    }

    @Override
    public boolean begins(String line, boolean headed) {
        return isHeader(line) || (!headed && !isContinuation(line));
    }

    /** By hand, not by a regular expression: those of Java go deeper with each part of a name. */
    private static boolean isContinuation(String line) {
        return line.isEmpty()
                || BLANKS.indexOf(line.charAt(0)) >= 0
                || CONTINUATIONS.stream().anyMatch(line::startsWith)
                || isMore(line)
                || isException(line);
    }

    /** {@code ... 12 more} */
    private static boolean isMore(String line) {
        int at = DOTS.length();
        while (line.startsWith(DOTS) && at < line.length() && isDigit(line.charAt(at))) {
            at++;
        }
        return at > DOTS.length() && at < line.length() && line.charAt(at) == ' ';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The name of a class in a package, alone or before a colon. */
    private static boolean isException(String line) {
        int parts = 0;
        int at = 0;
        while (at < line.length() && isFirst(line.charAt(at))) {
            while (at < line.length() && (isFirst(line.charAt(at)) || isDigit(line.charAt(at)))) {
                at++;
            }
            parts++;
            if (at == line.length() || line.charAt(at) == ':') {
                return parts > 1;
            }
            if (line.charAt(at) != '.') {
                return false;
            }
            at++;
        }
        return false;
    }

    private static boolean isFirst(char c) {
        return Character.isLetter(c) || c == '_' || c == '$';
    }

    @Override
    public String word() {
        return CutText.wordOfJava();
    }
}
