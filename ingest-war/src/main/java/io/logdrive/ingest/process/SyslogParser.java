package io.logdrive.ingest.process;

import io.logdrive.wire.Level;

/**
 * Lines of syslog as RFC 3164 and RFC 5424 have them, with a priority or, as files and {@code
 * journalctl} have them, without.
 *
 * <p>Confined to the forwarder's thread.
 */
final class SyslogParser {
    private static final int PRIORITY_MAX = 191;
    private static final int TAG_BYTES_MAX = 128;
    private static final int EXACT_DECIMALS = 6;
    private static final int NONE = LineBytes.NONE;

    private static final String[] FACILITIES = {
        "kern",
        "user",
        "mail",
        "daemon",
        "auth",
        "syslog",
        "lpr",
        "news",
        "uucp",
        "cron",
        "authpriv",
        "ftp",
        "ntp",
        "audit",
        "alert",
        "clock",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7"
    };

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;
    private final StructuredSyslog structured;

    /** Of the last tag: where its name, its process id and its message are. */
    private int nameStop;

    private int pidFrom;
    private int pidStop;
    private int messageFrom;
    private boolean version;

    SyslogParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
        this.structured = new StructuredSyslog(line, draft, times);
    }

    /** A line that begins with a priority: what stands behind it is its message at least. */
    boolean parsePriority(long receivedMicros) {
        int from = line.start() + 1;
        int stop = line.digits(from);
        int priority = stop - from > 3 ? NONE : line.number(from, stop - from);
        if (stop == from || priority < 0 || priority > PRIORITY_MAX || !line.is(stop, '>')) {
            return false;
        }
        draft.level(levelOf(priority & 7));
        draft.fields().text("facility", FACILITIES[priority >> 3]);
        int rest = stop + 1;
        if (structured.parse(rest, receivedMicros)) {
            return true;
        }
        if (times.read(line, rest, receivedMicros) && line.is(times.stop(), ' ')) {
            draft.time(times.micros());
            if (!hostAndTag(times.stop() + 1, true)) {
                draft.body(times.stop() + 1, line.end());
            }
        } else {
            draft.body(rest, line.end());
        }
        return true;
    }

    /** RFC 5424 as files have it: the version first. */
    boolean parseVersion(long receivedMicros) {
        return structured.parse(line.start(), receivedMicros);
    }

    /** A line that begins with a month's name, as files have it. */
    boolean parseFile(long receivedMicros) {
        if (!times.read(line, line.start(), receivedMicros)
                || times.form() != LineTimes.Form.SYSLOG
                || !line.is(times.stop(), ' ')) {
            return false;
        }
        draft.time(times.micros());
        return hostAndTag(line.blanks(times.stop()), false);
    }

    /**
     * A line that begins with an exact time, as rsyslog writes files and {@code journalctl -o
     * short-iso}. Any logger could write one, so what follows has to be of syslog without doubt: a
     * process id, or a time in rsyslog's own spelling with a tag.
     */
    boolean parseExact(long receivedMicros) {
        if (!times.read(line, line.start(), receivedMicros)
                || times.form() != LineTimes.Form.ISO
                || !times.hasOffset()
                || !line.is(line.start() + 10, 'T')
                || !line.is(times.stop(), ' ')) {
            return false;
        }
        int host = times.stop() + 1;
        int hostStop = line.name(host);
        if (!isHost(host, hostStop) || !tag(hostStop + 1)) {
            return false;
        }
        boolean rsyslog = times.decimals() == EXACT_DECIMALS && !line.is(times.stop() - 1, 'Z');
        if (pidFrom == NONE && !rsyslog) {
            return false;
        }
        draft.time(times.micros());
        return hostAndTag(host, false);
    }

    /** What follows the time. Without a priority there has to be a tag. */
    private boolean hostAndTag(int from, boolean priority) {
        int hostStop = line.name(from);
        if (hostStop == NONE) {
            return false;
        }
        int host = from;
        int rest = hostStop + 1;
        if (tag(from) && !version) {
            // "<13>Nov 22 12:00:00 root: hello": what the C library sends has no host.
            if (!priority && isLevel(from, nameStop)) {
                return false;
            }
            host = NONE;
            rest = from;
        } else if (!isHost(from, hostStop)) {
            return false;
        }
        if (tag(rest)) {
            takeTag(rest);
        } else if (priority || line.startsWith(rest, "last message repeated ")) {
            draft.body(rest, line.end());
        } else {
            return false;
        }
        if (host != NONE) {
            draft.host(host, hostStop);
        }
        return true;
    }

    private void takeTag(int from) {
        Level level = pidFrom == NONE ? line.level(from, nameStop) : null;
        if (level != null && draft.level() != null) {
            // The priority counts; the word is what the message says.
            draft.body(from, line.end());
            return;
        }
        if (level == null) {
            draft.process(from, nameStop);
        } else {
            draft.level(level);
        }
        if (pidFrom != NONE) {
            draft.value(version ? "version" : "pid", pidFrom, pidStop);
        }
        draft.body(messageFrom, line.end());
    }

    private boolean isHost(int from, int stop) {
        return stop != NONE
                && line.is(stop, ' ')
                && (line.isAlphanumeric(from) || line.is(from, ':') || line.is(from, '-'))
                && !isLevel(from, stop);
    }

    private boolean isLevel(int from, int stop) {
        return line.level(from, stop) != null;
    }

    /** {@code sshd[24200]: }, {@code su: } or {@code syslogd 1.4.1: }. */
    private boolean tag(int from) {
        version = false;
        pidFrom = NONE;
        pidStop = NONE;
        int at = from;
        int last = from + TAG_BYTES_MAX;
        while (at < last && !line.isWordEnd(at) && !line.is(at, ':') && !line.is(at, '[')) {
            at++;
        }
        nameStop = at;
        if (at == from || at == last) {
            return false;
        }
        if (line.is(at, '[')) {
            int close = line.find(']', at, at + TAG_BYTES_MAX);
            if (close == NONE || close == at + 1 || !line.is(close + 1, ':')) {
                return false;
            }
            pidFrom = at + 1;
            pidStop = close;
            at = close + 1;
        } else if (line.is(at, ' ') && line.isDigit(at + 1)) {
            int stop = at + 1;
            while (line.isDigit(stop) || line.is(stop, '.')) {
                stop++;
            }
            version = true;
            pidFrom = at + 1;
            pidStop = stop;
            at = stop;
        }
        messageFrom = line.is(at + 1, ' ') ? at + 2 : at + 1;
        return line.is(at, ':') && (line.isWordEnd(at + 1) || (pidFrom != NONE && !version));
    }

    private static Level levelOf(int severity) {
        return switch (severity) {
            case 0, 1, 2 -> Level.FATAL;
            case 3 -> Level.ERROR;
            case 4 -> Level.WARN;
            case 5, 6 -> Level.INFO;
            default -> Level.DEBUG;
        };
    }
}
