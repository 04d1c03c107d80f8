package io.logdrive.ingest.process;

import io.logdrive.wire.FieldRole;
import io.logdrive.wire.Level;
import io.logdrive.wire.TimeText;
import java.nio.charset.StandardCharsets;

/**
 * Lines that are pairs of names and values ({@code level=info msg="…" status=200}), and the pairs
 * at the end of a message.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LogfmtParser {
    private static final int NONE = LineBytes.NONE;
    private static final int NAME_BYTES_MAX = 64;
    private static final int TAIL_PAIRS_MIN = 2;
    private static final int TAIL_PAIRS_MAX = 64;
    private static final int TIME_BYTES_MAX = 64;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final QuotedText quoted = new QuotedText();
    private final QuotedText message = new QuotedText();

    /** Of the last pair. */
    private int nameStop;

    private int valueFrom;
    private int valueStop;
    private boolean isQuoted;

    LogfmtParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
    }

    /** A line of pairs only, two of them at least, and one of them a time, level or message. */
    boolean parse(long receivedMicros) {
        boolean known = false;
        int count = 0;
        int at = line.start();
        while (at < line.end()) {
            int next = pair(at);
            if (next == NONE) {
                return false;
            }
            FieldRole role = role(at);
            known |= role == FieldRole.TIME || role == FieldRole.LEVEL || role == FieldRole.MESSAGE;
            count++;
            at = line.blanks(next);
        }
        if (!known || count < 2) {
            return false;
        }
        boolean hasMessage = false;
        for (at = line.start(); at < line.end(); ) {
            int next = pair(at);
            hasMessage |= take(at, hasMessage, receivedMicros);
            at = line.blanks(next);
        }
        return true;
    }

    private FieldRole role(int nameFrom) {
        return line.shared(nameFrom, nameStop).role();
    }

    /** Gives the pair its place; whether it was the message. */
    private boolean take(int nameFrom, boolean hasMessage, long receivedMicros) {
        boolean filled = valueFrom < valueStop;
        switch (role(nameFrom)) {
            case TIME -> {
                if (!draft.hasTime() && takeTime(receivedMicros)) {
                    return false;
                }
            }
            case LEVEL -> {
                Level level = line.level(valueFrom, valueStop);
                if (draft.level() == null && level != null) {
                    draft.level(level);
                    return false;
                }
            }
            case SERVICE -> {
                if (filled && !draft.hasService()) {
                    unquote();
                    draft.service(quoted.bytes(), quoted.from(), quoted.stop());
                    return false;
                }
            }
            case HOST -> {
                if (filled && !draft.hasHost()) {
                    unquote();
                    draft.host(quoted.bytes(), quoted.from(), quoted.stop());
                    return false;
                }
            }
            case MESSAGE -> {
                if (!hasMessage) {
                    takeMessage(valueFrom, valueStop);
                    return true;
                }
            }
            case OTHER -> {}
        }
        field(nameFrom);
        return false;
    }

    private boolean takeTime(long receivedMicros) {
        int length = valueStop - valueFrom;
        if (times.read(line, valueFrom, receivedMicros) && times.stop() == valueStop) {
            draft.time(times.micros());
            return true;
        }
        if (length < 1 || length > TIME_BYTES_MAX || !line.isDigit(valueFrom)) {
            return false;
        }
        long micros =
                TimeText.parseMicros(
                        new String(line.bytes(), valueFrom, length, StandardCharsets.ISO_8859_1));
        draft.time(micros);
        return micros != TimeText.NO_TIME;
    }

    private void takeMessage(int from, int stop) {
        if (isQuoted) {
            message.ofLogger(line.bytes(), from, stop);
            draft.body(message.bytes(), message.from(), message.stop());
        } else {
            draft.body(from, stop);
        }
    }

    private void field(int nameFrom) {
        byte[] bytes = line.bytes();
        if (isQuoted) {
            unquote();
            draft.fields()
                    .text(bytes, nameFrom, nameStop, quoted.bytes(), quoted.from(), quoted.stop());
        } else {
            draft.fields().value(bytes, nameFrom, nameStop, bytes, valueFrom, valueStop);
        }
    }

    private void unquote() {
        quoted.ofLogger(line.bytes(), valueFrom, valueStop);
    }

    /** Where the pair ends that begins there, before a blank or the line's end. */
    private int pair(int from) {
        int at = from;
        int last = from + NAME_BYTES_MAX;
        while (at < last && isNameByte(at)) {
            at++;
        }
        nameStop = at;
        isQuoted = false;
        valueStop = NONE;
        if (at == from || !line.is(at, '=') || !isFirstNameByte(from)) {
            return NONE;
        }
        isQuoted = line.is(at + 1, '"');
        if (isQuoted) {
            valueFrom = at + 2;
            valueStop = line.closingQuote(valueFrom);
            return valueStop == NONE || !isPairEnd(valueStop + 1) ? NONE : valueStop + 1;
        }
        valueFrom = at + 1;
        at = valueFrom;
        while (line.at(at) > ' ' && !line.is(at, '"') && !line.is(at, '=')) {
            at++;
        }
        valueStop = at;
        return isPairEnd(at) ? at : NONE;
    }

    private boolean isPairEnd(int at) {
        return at >= line.end() || line.isBlank(at);
    }

    private boolean isFirstNameByte(int at) {
        return line.isLetter(at) || line.is(at, '_') || line.is(at, '@');
    }

    private boolean isNameByte(int at) {
        return line.isLetter(at)
                || line.isDigit(at)
                || switch (line.at(at)) {
                    case '_', '-', '.', '@', '/' -> true;
                    default -> false;
                };
    }

    /**
     * Makes fields of the pairs that the message from there ends with, two at least; the message
     * keeps them. A level among them is the line's where it has no other.
     */
    void tail(int from) {
        if (!endsLikeAPair(from)) {
            return;
        }
        int first = NONE;
        int count = 0;
        int at = line.blanks(from);
        while (at < line.end()) {
            int next = pair(at);
            if (next == NONE) {
                first = NONE;
                count = 0;
                // An open quote is open for all that follows.
                if (isQuoted && valueStop == NONE) {
                    return;
                }
                next = Math.max(line.word(at), isQuoted ? valueStop : at);
                next = line.isWordEnd(next) ? next + 1 : line.word(next);
            } else {
                first = count++ == 0 ? at : first;
            }
            at = line.blanks(next);
        }
        if (count >= TAIL_PAIRS_MIN && count <= TAIL_PAIRS_MAX) {
            takeTail(first);
        }
    }

    private boolean endsLikeAPair(int from) {
        int stop = line.end();
        while (stop > from && line.isBlank(stop - 1)) {
            stop--;
        }
        if (stop == from || line.is(stop - 1, '"')) {
            return stop > from && line.find('=', from, stop) != NONE;
        }
        int at = stop - 1;
        while (at > from && line.at(at) > ' ' && !line.is(at, '=')) {
            at--;
        }
        return line.is(at, '=');
    }

    private void takeTail(int first) {
        int header = draft.fields().mark();
        for (int at = first; at < line.end(); ) {
            int next = pair(at);
            if (role(at) == FieldRole.LEVEL && draft.level() == null) {
                draft.level(line.level(valueFrom, valueStop));
            }
            if (!draft.fields().hasName(header, line.bytes(), at, nameStop)) {
                field(at);
            }
            at = line.blanks(next);
        }
    }

    /** klog's structured form: {@code "message" name="value"}. */
    void structured(int from) {
        int quote = line.is(from, '"') ? line.closingQuote(from + 1) : NONE;
        if (quote == NONE || !isPairEnd(quote + 1)) {
            tail(from);
            return;
        }
        int first = line.blanks(quote + 1);
        int count = 0;
        for (int at = first; at < line.end(); count++) {
            int next = pair(at);
            if (next == NONE) {
                return;
            }
            at = line.blanks(next);
        }
        isQuoted = true;
        takeMessage(from + 1, quote);
        if (count > 0 && count <= TAIL_PAIRS_MAX) {
            takeTail(first);
        }
    }
}
