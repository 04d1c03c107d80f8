package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import org.jspecify.annotations.Nullable;

/**
 * The error logs of Apache ({@code [time] [module:level] [pid 1:tid 2] [client a:1] message}, also
 * as before 2.4) and of nginx ({@code time [level] 1#2: *3 message, client: a, server: b}).
 *
 * <p>Confined to the forwarder's thread.
 */
final class ErrorLogParser {
    private static final int NONE = LineBytes.NONE;
    private static final int TRACE_CHARS = 6;

    /** What nginx puts behind its message, in this order; the message keeps it, too. */
    private static final String[] DETAILS = {"client", "server", "request", "upstream"};

    private static final String[] DETAIL_STARTS = {
        ", client: ", ", server: ", ", request: ", ", upstream: "
    };

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;

    ErrorLogParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
    }

    boolean parseApache(long receivedMicros) {
        if (!times.read(line, line.start() + 1, receivedMicros)
                || times.form() != LineTimes.Form.C
                || !line.startsWith(times.stop(), "] [")) {
            return false;
        }
        int open = times.stop() + 2;
        int close = line.closingBracket(open);
        int colon = close == NONE ? NONE : line.find(':', open, close);
        int word = colon == NONE ? open + 1 : colon + 1;
        Level level = close == NONE ? null : level(word, close);
        if (level == null) {
            return false;
        }
        draft.time(times.micros());
        draft.level(level);
        if (colon > open + 1) {
            draft.text("logger", open + 1, colon);
        }
        int at = line.blanks(close + 1);
        while (line.is(at, '[')) {
            int stop = line.closingBracket(at);
            if (stop == NONE || !bracket(at + 1, stop)) {
                break;
            }
            at = line.blanks(stop + 1);
        }
        draft.body(at, line.end());
        return true;
    }

    private @Nullable Level level(int from, int stop) {
        boolean numbered =
                stop - from == TRACE_CHARS
                        && line.startsWith(from, "trace")
                        && line.isDigit(stop - 1);
        return numbered ? Level.TRACE : line.level(from, stop);
    }

    private boolean bracket(int from, int stop) {
        if (line.startsWith(from, "pid ")) {
            int colon = line.find(':', from, stop);
            draft.value("pid", from + 4, colon == NONE ? stop : colon);
            if (colon != NONE && line.startsWith(colon, ":tid ")) {
                draft.text("thread", colon + 5, stop);
            }
            return true;
        }
        boolean client = line.startsWith(from, "client ");
        if (client) {
            draft.text("client", from + 7, stop);
        }
        return client;
    }

    boolean parseNginx(long receivedMicros) {
        if (!times.read(line, line.start(), receivedMicros)
                || times.form() != LineTimes.Form.SLASHED
                || !line.startsWith(times.stop(), " [")) {
            return false;
        }
        int word = times.stop() + 2;
        int close = line.letters(word);
        Level level = line.startsWith(close, "] ") ? line.level(word, close) : null;
        int pid = close + 2;
        int hash = line.digits(pid);
        int colon = line.is(hash, '#') ? line.digits(hash + 1) : NONE;
        if (level == null || hash == pid || colon == NONE || !line.is(colon, ':')) {
            return false;
        }
        draft.time(times.micros());
        draft.level(level);
        draft.value("pid", pid, hash);
        draft.text("thread", hash + 1, colon);
        int message = line.blanks(colon + 1);
        int number = line.is(message, '*') ? line.digits(message + 1) : message;
        if (number > message + 1 && line.is(number, ' ')) {
            draft.value("connection", message + 1, number);
            message = number + 1;
        }
        draft.body(message, line.end());
        details(message);
        return true;
    }

    private void details(int from) {
        int at = from;
        for (int i = 0; i < DETAILS.length; i++) {
            int found = find(DETAIL_STARTS[i], at);
            if (found == NONE) {
                continue;
            }
            int value = found + DETAIL_STARTS[i].length();
            boolean quoted = line.is(value, '"');
            int stop = quoted ? line.closingQuote(value + 1) : line.find(',', value, line.end());
            if (quoted && stop == NONE) {
                return;
            }
            stop = stop == NONE ? line.end() : stop;
            draft.text(DETAILS[i], quoted ? value + 1 : value, stop);
            at = stop;
        }
    }

    private int find(String wanted, int from) {
        int at = line.find(',', from, line.end());
        while (at != NONE && !line.startsWith(at, wanted)) {
            at = line.find(',', at + 1, line.end());
        }
        return at;
    }
}
