package io.logdrive.ingest.process;

import io.logdrive.wire.Level;

/**
 * Common and combined access logs, also with the virtual host in front: {@code client ident user
 * [time] "request" status bytes "referer" "agent"}. The status gives the level; the body is what
 * was asked and answered.
 *
 * <p>Confined to the forwarder's thread.
 */
final class AccessLogParser {
    private static final int NONE = LineBytes.NONE;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final int[] words = new int[4];

    AccessLogParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
    }

    boolean parse(long receivedMicros) {
        int count = 0;
        int at = line.start();
        while (count < 4 && !line.is(at, '[')) {
            words[count++] = at;
            int stop = line.name(at);
            if (stop == NONE || !line.is(stop, ' ')) {
                return false;
            }
            at = stop + 1;
        }
        if (count < 3
                || !line.is(at, '[')
                || !times.read(line, at + 1, receivedMicros)
                || times.form() != LineTimes.Form.ACCESS
                || !line.startsWith(times.stop(), "] \"")) {
            return false;
        }
        int request = times.stop() + 3;
        int quote = line.closingQuote(request);
        int status = quote == NONE ? NONE : line.number(quote + 2, 3);
        if (status < 100 || !line.is(quote + 1, ' ') || !line.is(quote + 5, ' ')) {
            return false;
        }
        int size = quote + 6;
        int sizeStop = line.is(size, '-') ? size + 1 : line.digits(size);
        if (sizeStop == size || !line.isWordEnd(sizeStop)) {
            return false;
        }
        draft.time(times.micros());
        draft.level(status >= 500 ? Level.ERROR : status >= 400 ? Level.WARN : Level.INFO);
        request(request, quote);
        draft.fields().number("status", status);
        if (!line.is(size, '-')) {
            draft.value("bytes", size, sizeStop);
        }
        people(count, at - 1);
        draft.body(request - 1, sizeStop);
        more(sizeStop);
        return true;
    }

    /** {@code GET /path HTTP/1.1}; what is not of that form is in the body alone. */
    private void request(int from, int stop) {
        int method = line.letters(from);
        int last = line.findLast(' ', from, stop);
        if (method == from || !line.is(method, ' ') || last == NONE) {
            return;
        }
        boolean protocol = last > method && line.startsWith(last + 1, "HTTP/");
        draft.text("method", from, method);
        draft.text("path", method + 1, protocol ? last : stop);
        if (protocol) {
            draft.text("protocol", last + 1, stop);
        }
    }

    /** Who asked whom: the words before the time. */
    private void people(int count, int stop) {
        int client = count - 3;
        if (client == 1) {
            draft.text("vhost", words[0], words[1] - 1);
        }
        draft.text("client", words[client], words[client + 1] - 1);
        unlessNone("ident", words[client + 1], words[client + 2] - 1);
        unlessNone("user", words[client + 2], stop);
    }

    private void more(int from) {
        int at = quoted("referer", from);
        at = at == from ? from : quoted("agent", at);
        if (line.is(at, ' ') && at + 1 < line.end()) {
            draft.text("more", at + 1, line.end());
        }
    }

    private int quoted(String name, int from) {
        int quote = line.startsWith(from, " \"") ? line.closingQuote(from + 2) : NONE;
        if (quote == NONE) {
            return from;
        }
        unlessNone(name, from + 2, quote);
        return quote + 1;
    }

    private void unlessNone(String name, int from, int stop) {
        if (from < stop && !(stop - from == 1 && line.is(from, '-'))) {
            draft.text(name, from, stop);
        }
    }
}
