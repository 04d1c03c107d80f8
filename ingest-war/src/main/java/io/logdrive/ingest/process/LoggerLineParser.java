package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import org.jspecify.annotations.Nullable;

/**
 * Lines of loggers: a time, and what their layouts put between it and the message, in brackets,
 * behind dashes and bars or alone: process id, level, thread, logger. Log4j, Logback, {@code
 * java.util.logging}, Tomcat, Spring Boot, Hadoop, Python, oslo.log and Rust write such.
 *
 * <p>Only the time has to be there. What stands before the level is taken only when the level
 * follows: else it is the message.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LoggerLineParser {
    private static final int NONE = LineBytes.NONE;
    private static final int ITEMS_MAX = 5;
    private static final int PID_DIGITS_MAX = 10;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final LoggerNames names;

    /** What was found, by where it begins. */
    private int pidFrom;

    private int pidStop;
    private int threadFrom;
    private int threadStop;
    private int contextFrom;
    private int contextStop;
    private int traceFrom;
    private int traceStop;
    private int loggerFrom;
    private int loggerStop;
    private int numberFrom;
    private int numberStop;
    private @Nullable Level level;
    private int levelStop;
    private boolean separated;
    private boolean spring;

    LoggerLineParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
        this.names = new LoggerNames(line);
    }

    /** A line, or what is left of one, that begins with a time, perhaps in a bracket. */
    boolean parse(int from, long receivedMicros) {
        boolean bracket = line.is(from, '[');
        if (!times.read(line, bracket ? from + 1 : from, receivedMicros)) {
            return false;
        }
        int stop = times.stop();
        boolean closed = bracket && line.is(stop, ']');
        if (bracket ? !closed && !line.is(stop, ' ') : line.isAlphanumeric(stop)) {
            return false;
        }
        draft.time(times.micros());
        int rest = line.blanks(closed ? stop + 1 : stop);
        draft.body(rest, line.end());
        if (times.form() == LineTimes.Form.JUL) {
            return names.jul(rest, draft);
        }
        boolean found = header(rest);
        if (bracket && !closed) {
            return found && closeBracket();
        }
        // An hour and a minute alone are often the beginning of a sentence.
        return found || times.form() != LineTimes.Form.CLOCK;
    }

    /** {@code [main] INFO org.example.Some - message}, as slf4j-simple writes. */
    boolean parseThread() {
        return header(line.start())
                && line.isUpper(levelStop - 1)
                && threadFrom != NONE
                && loggerFrom != NONE;
    }

    /** {@code WARNING:root:message} of Python and {@code SEVERE: message} of JUL's second line. */
    boolean parseLevel() {
        int from = line.start();
        int stop = line.letters(from);
        Level word = line.isUpper(stop - 1) && line.is(stop, ':') ? line.level(from, stop) : null;
        if (word == null) {
            return false;
        }
        if (line.is(stop + 1, ' ')) {
            draft.level(word);
            draft.body(line.blanks(stop + 1), line.end());
            return true;
        }
        int name = names.word(stop + 1, ':');
        if (name == NONE || !line.is(name, ':')) {
            return false;
        }
        draft.level(word);
        draft.text("logger", stop + 1, name);
        draft.body(name + 1, line.end());
        return true;
    }

    /** Whether there is a level in it; then the draft has all that was found. */
    private boolean header(int from) {
        pidFrom = NONE;
        threadFrom = NONE;
        contextFrom = NONE;
        traceFrom = NONE;
        loggerFrom = NONE;
        numberFrom = NONE;
        spring = false;
        level = null;
        int at = beforeLevel(from);
        if (level == null) {
            return false;
        }
        at = behindLevel(at);
        draft.level(level);
        take();
        draft.body(at, line.end());
        return true;
    }

    private void take() {
        if (pidFrom != NONE) {
            draft.value("pid", pidFrom, pidStop);
        }
        if (threadFrom != NONE) {
            draft.text("thread", threadFrom, threadStop);
        }
        if (contextFrom != NONE && spring) {
            draft.service(line.bytes(), contextFrom, contextStop);
        } else if (contextFrom != NONE) {
            draft.text("context", contextFrom, contextStop);
        }
        if (traceFrom != NONE) {
            draft.text("trace", traceFrom, traceStop);
        }
        if (loggerFrom != NONE) {
            draft.text("logger", loggerFrom, loggerStop);
        }
        if (numberFrom != NONE) {
            draft.value("line", numberFrom, numberStop);
        }
    }

    /** {@code [time LEVEL logger] message}: what was found ends with a bracket. */
    private boolean closeBracket() {
        int close = line.find(']', levelStop, Math.min(line.end(), levelStop + 255));
        if (close == NONE || loggerFrom != NONE || threadFrom != NONE) {
            return false;
        }
        int name = line.blanks(levelStop);
        if (name < close && names.word(name, ']') == close) {
            draft.text("logger", name, close);
        } else if (name < close) {
            return false;
        }
        draft.body(line.blanks(close + 1), line.end());
        return true;
    }

    private int beforeLevel(int from) {
        int at = from;
        boolean dashed = false;
        for (int i = 0; i < ITEMS_MAX; i++) {
            int next = separator(at);
            dashed |= next > at;
            at = next;
            if (level(at, i > 0)) {
                return levelStop;
            }
            if (line.is(at, '[')) {
                int close = line.closingBracket(at);
                if (close == NONE || !bracket(at + 1, close)) {
                    return at;
                }
                at = line.blanks(close + 1);
            } else if (isPid(at)) {
                pidFrom = at;
                pidStop = line.digits(at);
                at = line.blanks(pidStop);
            } else {
                int stop = dashed ? names.word(at, ' ') : NONE;
                if (stop == NONE || loggerFrom != NONE || separator(line.blanks(stop)) == stop) {
                    return at;
                }
                loggerFrom = at;
                loggerStop = stop;
                at = line.blanks(stop);
            }
        }
        return at;
    }

    private boolean isPid(int at) {
        int stop = line.digits(at);
        return stop > at && stop - at <= PID_DIGITS_MAX && line.isBlank(stop) && pidFrom == NONE;
    }

    /** A level's word; further behind the time in capitals or brackets, where it is no prose. */
    private boolean level(int at, boolean late) {
        boolean bracket = line.is(at, '[');
        int from = bracket ? line.blanks(at + 1) : at;
        int stop = line.letters(from);
        Level word = line.level(from, stop);
        if (word == null || (late && !bracket && !line.isUpper(stop - 1))) {
            return false;
        }
        int close = bracket ? line.blanks(stop) : stop;
        boolean closes = line.is(close, ']') || line.is(close, ':');
        if (bracket ? !line.is(close, ']') : !closes && !line.isWordEnd(close)) {
            return false;
        }
        level = word;
        levelStop = closes ? close + 1 : close;
        return true;
    }

    private int behindLevel(int from) {
        int message = line.blanks(from);
        int at = message;
        separated = false;
        for (int i = 0; i < ITEMS_MAX; i++) {
            int next = separator(at);
            spring |= line.startsWith(at, "--- ");
            separated |= next > at;
            at = next;
            if (line.is(at, '[') && takesBracket()) {
                int close = line.closingBracket(at);
                if (close == NONE || isRequest(at + 1) || !bracket(at + 1, close)) {
                    break;
                }
                at = parenthesis(line.blanks(close + 1));
            } else if (isPid(at) && line.startsWith(line.blanks(line.digits(at)), "--- ")) {
                pidFrom = at;
                pidStop = line.digits(at);
                at = line.blanks(pidStop);
            } else {
                return loggerFrom == NONE ? logger(at) : at;
            }
            message = at;
        }
        return Math.max(message, at);
    }

    /** {@code [org.example] (thread)}, as JBoss and Quarkus write: the bracket is the logger. */
    private int parenthesis(int at) {
        int close = line.is(at, '(') ? line.find(')', at, at + LineBytes.NAME_BYTES_MAX) : NONE;
        if (close <= at + 1 || !line.isBlank(close + 1)) {
            return at;
        }
        boolean dotted = threadFrom != NONE && line.find('.', threadFrom, threadStop) != NONE;
        if (loggerFrom == NONE && contextFrom == NONE && dotted) {
            loggerFrom = threadFrom;
            loggerStop = threadStop;
        } else if (loggerFrom == NONE || threadFrom != NONE) {
            return at;
        }
        threadFrom = at + 1;
        threadStop = close;
        return line.blanks(close + 1);
    }

    private boolean takesBracket() {
        return spring || (threadFrom == NONE && loggerFrom == NONE);
    }

    /** oslo.log's ids of a request, which are no thread. */
    private boolean isRequest(int at) {
        return line.startsWith(at, "req-") || line.startsWith(at, "-]");
    }

    private int logger(int from) {
        boolean certain = threadFrom != NONE || pidFrom != NONE || separated;
        int message = names.logger(from, times.form(), certain);
        if (message == NONE) {
            return from;
        }
        loggerFrom = from;
        loggerStop = names.stop();
        return message;
    }

    /**
     * A process id, {@code thread:logger@line}, or a thread; before a thread its context, which
     * Spring makes the application's name, and behind it Spring's trace. False when there is no
     * place for it.
     */
    private boolean bracket(int open, int close) {
        int from = line.blanks(open);
        int stop = close;
        while (stop > from && line.isBlank(stop - 1)) {
            stop--;
        }
        if (stop <= from) {
            return false;
        }
        if (line.isDigits(from, stop) && pidFrom == NONE) {
            pidFrom = from;
            pidStop = stop;
            return true;
        }
        if (loggerFrom == NONE && names.isClass(from, stop)) {
            loggerFrom = from;
            loggerStop = stop;
            return true;
        }
        if (threadFrom == NONE) {
            threadFrom = from;
            threadStop = stop;
            numbered(from, stop);
            return true;
        }
        if (contextFrom == NONE) {
            contextFrom = threadFrom;
            contextStop = threadStop;
            threadFrom = from;
            threadStop = stop;
            return true;
        }
        traceFrom = spring && traceFrom == NONE ? from : traceFrom;
        traceStop = traceFrom == from ? stop : traceStop;
        return traceFrom == from;
    }

    private void numbered(int from, int stop) {
        int mark = line.findLast('@', from, stop);
        int colon = mark == NONE ? NONE : line.findLast(':', from, mark);
        if (colon > from && line.isDigits(mark + 1, stop)) {
            threadStop = colon;
            loggerFrom = colon + 1;
            loggerStop = mark;
            numberFrom = mark + 1;
            numberStop = stop;
        }
    }

    /** Behind a dash or bar that stands alone, and blanks. */
    private int separator(int at) {
        boolean single = line.is(at, '-') || line.is(at, '|') || line.is(at, ':');
        if (single && line.isBlank(at + 1)) {
            return line.blanks(at + 1);
        }
        return line.startsWith(at, "--- ") ? line.blanks(at + 3) : at;
    }
}
