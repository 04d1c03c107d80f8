package io.logdrive.ingest.process;

import io.logdrive.wire.Level;

/**
 * Tells the names of loggers from the first words of messages.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LoggerNames {
    private static final int NONE = LineBytes.NONE;

    private final LineBytes line;
    private int stop;

    LoggerNames(LineBytes line) {
        this.line = line;
    }

    /** Where the last name ended. */
    int stop() {
        return stop;
    }

    /** Where the word ends that may be a name, before {@code mark}, or {@link LineBytes#NONE}. */
    int word(int from, char mark) {
        int at = from;
        int last = from + LineBytes.NAME_BYTES_MAX;
        while (at < last && isNameByte(at) && !line.is(at, mark)) {
            at++;
        }
        boolean named = line.isLetter(from) || line.is(from, '_') || line.is(from, '<');
        return at == from || at == last || !named ? NONE : at;
    }

    private boolean isNameByte(int at) {
        return line.isLetter(at)
                || line.isDigit(at)
                || switch (line.at(at)) {
                    case '.', '_', '$', '-', '/', '@', ':', '<', '>' -> true;
                    default -> false;
                };
    }

    /**
     * Where the message begins behind the name that begins there, or {@link LineBytes#NONE} when it
     * is no name.
     *
     * @param certain whether what is before it says that this is a logger's layout
     */
    int logger(int from, LineTimes.Form form, boolean certain) {
        int end = word(from, ' ');
        if (end == NONE) {
            return NONE;
        }
        int next = line.blanks(end);
        boolean apart = next > end;
        boolean dash = apart && (line.startsWith(next, "- ") || line.startsWith(next, "| "));
        boolean colon = apart && line.startsWith(next, ": ");
        if (dash || colon) {
            stop = end;
            return line.blanks(next + 1);
        }
        if (line.is(end - 1, ':') && line.isWordEnd(end)) {
            stop = end - 1;
            boolean named =
                    form == LineTimes.Form.SHORT ? !isError(from) : isQualified(from, certain);
            return named ? next : NONE;
        }
        stop = end;
        boolean qualified = line.find('.', from, end) != NONE && line.isBlank(end);
        boolean context = certain && line.is(next, '[');
        boolean tomcat = form == LineTimes.Form.TOMCAT && certain;
        return qualified && (context || tomcat || line.startsWith(next, "[req-")) ? next : NONE;
    }

    /** {@code org.example.Some}, {@code some::module} or {@code SomeThing}; no exception. */
    private boolean isQualified(int from, boolean certain) {
        if (isError(from)) {
            return false;
        }
        int dots = 0;
        int humps = 0;
        for (int at = from; at < stop; at++) {
            boolean inner = at > from && at + 1 < stop;
            dots += inner && (line.is(at, '.') || line.is(at, ':')) ? 1 : 0;
            humps += at > from && line.isUpper(at) && !line.isUpper(at - 1) ? 1 : 0;
        }
        boolean path = line.find('/', from, stop) != NONE;
        return !path
                && (dots > (certain ? 0 : 1)
                        || (dots > 0 && isLast(from))
                        || (line.isUpper(from) && humps > 0));
    }

    /** Whether the last part begins in upper case, as a class does, or parts are by colons. */
    private boolean isLast(int from) {
        int dot = Math.max(line.findLast('.', from, stop), line.findLast(':', from, stop));
        return line.isUpper(dot + 1) || line.is(dot, ':');
    }

    /** {@code org.example.Some} and nothing else, which no thread is called. */
    boolean isClass(int from, int end) {
        int dot = line.findLast('.', from, end);
        return dot > from
                && line.isUpper(dot + 1)
                && line.find('/', from, end) == NONE
                && word(from, ']') == end;
    }

    private boolean isError(int from) {
        return endsWith(from, "Exception") || endsWith(from, "Error");
    }

    private boolean endsWith(int from, String end) {
        return stop - from >= end.length() && line.startsWith(stop - end.length(), end);
    }

    /** {@code org.example.Some method}, and perhaps {@code LEVEL: message} on the next line. */
    boolean jul(int from, LineDraft draft) {
        int end = word(from, ' ');
        if (end == NONE || !line.is(end, ' ')) {
            return false;
        }
        int method = end + 1;
        int methodEnd = line.name(method);
        if (methodEnd == NONE) {
            return false;
        }
        draft.text("logger", from, end);
        draft.text("method", method, methodEnd);
        int next = line.is(methodEnd, '\r') ? methodEnd + 1 : methodEnd;
        int word = next + 1;
        int wordEnd = line.letters(word);
        Level level = line.is(next, '\n') ? line.level(word, wordEnd) : null;
        if (level != null && line.startsWith(wordEnd, ": ")) {
            draft.level(level);
            draft.body(wordEnd + 2, line.end());
        }
        return true;
    }
}
