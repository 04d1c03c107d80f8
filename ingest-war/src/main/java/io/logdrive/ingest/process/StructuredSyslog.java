package io.logdrive.ingest.process;

/**
 * What RFC 5424 has behind the priority: {@code 1 time host application process-id message-id
 * [structured data] message}. Each element of structured data becomes an object among the fields,
 * under its own id.
 *
 * <p>Confined to the forwarder's thread.
 */
final class StructuredSyslog {
    private static final int NONE = LineBytes.NONE;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final QuotedText quoted = new QuotedText();

    StructuredSyslog(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
    }

    boolean parse(int from, long receivedMicros) {
        int at = from + 2;
        if (!line.startsWith(from, "1 ")) {
            return false;
        }
        boolean timed = !line.startsWith(at, "- ");
        if (timed) {
            if (!times.read(line, at, receivedMicros)
                    || times.form() != LineTimes.Form.ISO
                    || !line.is(times.stop(), ' ')) {
                return false;
            }
        }
        int host = timed ? times.stop() + 1 : at + 2;
        int process = next(host);
        int pid = next(process);
        int id = next(pid);
        int rest = next(id);
        if (rest == NONE) {
            return false;
        }
        if (timed) {
            draft.time(times.micros());
        }
        take(host, process, pid, id, rest);
        return true;
    }

    private void take(int host, int process, int pid, int id, int rest) {
        if (!isNil(host, process)) {
            draft.host(host, process - 1);
        }
        if (!isNil(process, pid)) {
            draft.process(process, pid - 1);
        }
        if (!isNil(pid, id)) {
            draft.value("pid", pid, id - 1);
        }
        if (!isNil(id, rest)) {
            draft.text("msgid", id, rest - 1);
        }
        int message = line.is(rest, '-') && line.isWordEnd(rest + 1) ? rest + 1 : elements(rest);
        int text = line.is(message, ' ') ? message + 1 : message;
        draft.body(withoutMark(text), line.end());
    }

    /** RFC 5424 marks UTF-8 by a byte order mark, which is not part of the text. */
    private int withoutMark(int text) {
        boolean marked =
                line.at(text) == 0xef && line.at(text + 1) == 0xbb && line.at(text + 2) == 0xbf;
        return marked ? text + 3 : text;
    }

    private boolean isNil(int from, int next) {
        return next - from == 2 && line.is(from, '-');
    }

    /** Behind the word that begins there, and the one blank behind it. */
    private int next(int from) {
        int stop = from == NONE ? NONE : line.name(from);
        return stop != NONE && line.is(stop, ' ') ? stop + 1 : NONE;
    }

    /** Where the elements that begin there end: what is none belongs to the message. */
    private int elements(int from) {
        int at = from;
        while (line.is(at, '[')) {
            int mark = draft.fields().mark();
            int stop = element(at);
            if (stop == NONE) {
                draft.fields().forget(mark);
                return at;
            }
            at = stop;
        }
        return at;
    }

    private int element(int open) {
        int at = name(open + 1);
        if (at == open + 1) {
            return NONE;
        }
        draft.fields().open(line.bytes(), open + 1, at);
        while (line.is(at, ' ')) {
            int name = at + 1;
            int stop = name(name);
            if (stop == name || !line.startsWith(stop, "=\"")) {
                return NONE;
            }
            int quote = line.closingQuote(stop + 2);
            if (quote == NONE) {
                return NONE;
            }
            quoted.ofSyslog(line.bytes(), stop + 2, quote);
            draft.fields()
                    .text(line.bytes(), name, stop, quoted.bytes(), quoted.from(), quoted.stop());
            at = quote + 1;
        }
        draft.fields().close();
        return line.is(at, ']') ? at + 1 : NONE;
    }

    private int name(int from) {
        int at = from;
        while (line.at(at) > ' ' && !line.is(at, '=') && !line.is(at, ']') && !line.is(at, '"')) {
            at++;
        }
        return at - from > LineBytes.NAME_BYTES_MAX ? from : at;
    }
}
