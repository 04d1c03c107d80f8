package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.LineFormat;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Tells the formats of text apart, without configuration (decision 0092). The first byte says which
 * of them a line may be; each of these looks at little before it says no, and the first that says
 * yes has the line.
 *
 * <p>Confined to the forwarder's thread.
 */
final class TextLineParser {
    /** The zone of times that name none. */
    static final ZoneId ZONE = ZoneOffset.UTC;

    private static final int NONE = LineBytes.NONE;

    /** {@code 2026-11-21T08:10:38} */
    private static final int ISO_CHARS_MIN = 19;

    private static final int LEVEL_REACH_CHARS = 300;

    private final LineBytes line = new LineBytes();
    private final LineDraft draft = new LineDraft(line);
    private final SyslogParser syslog;
    private final AccessLogParser access;
    private final ErrorLogParser errors;
    private final LoggerLineParser loggers;
    private final PostgresParser postgres;
    private final GlogParser glog;
    private final LogfmtParser pairs;

    /** As {@link LineCalendar}. */
    TextLineParser(ZoneId zone, int yearGiven) {
        LineTimes times = new LineTimes(zone, yearGiven);
        pairs = new LogfmtParser(line, draft, times);
        syslog = new SyslogParser(line, draft, times);
        access = new AccessLogParser(line, draft, times);
        errors = new ErrorLogParser(line, draft, times);
        loggers = new LoggerLineParser(line, draft, times);
        postgres = new PostgresParser(line, draft, times);
        glog = new GlogParser(line, draft, times, pairs);
    }

    /** As {@link LineDraft#processIsService}. */
    void processIsService(boolean allowed) {
        draft.processIsService(allowed);
    }

    /**
     * Null when nothing fits.
     *
     * @param stop exclusive
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    @Nullable LogRecord parse(byte[] bytes, int start, int stop, long receivedMicros, int flags) {
        line.of(bytes, start, stop);
        return detect(receivedMicros) ? draft.toRecord(receivedMicros, flags) : null;
    }

    /**
     * The same of a line of which it is known what it is: null when it is not.
     *
     * @param stop exclusive
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    @Nullable LogRecord parseAs(
            LineFormat format, byte[] bytes, int start, int stop, long receivedMicros, int flags) {
        line.of(bytes, start, stop);
        return isOf(format, receivedMicros) ? draft.toRecord(receivedMicros, flags) : null;
    }

    private boolean isOf(LineFormat format, long receivedMicros) {
        draft.reset();
        int from = line.start();
        return switch (format) {
            case SYSLOG -> isSyslog(receivedMicros) && withTail();
            case ACCESS -> access.parse(receivedMicros);
            case ERROR ->
                    line.is(from, '[')
                            ? errors.parseApache(receivedMicros)
                            : errors.parseNginx(receivedMicros);
            case LOGGER -> isLogger(receivedMicros);
            case GLOG -> isGlog(line.at(from)) && glog.parse(receivedMicros);
            case POSTGRESQL -> postgres.parse(receivedMicros);
            case LOGFMT -> pairs.parse(receivedMicros);
            case TEXT -> true;
            default -> detect(receivedMicros);
        };
    }

    private boolean isSyslog(long receivedMicros) {
        int from = line.start();
        if (line.is(from, '<')) {
            return syslog.parsePriority(receivedMicros);
        }
        if (line.isDigit(from)) {
            return line.is(from + 1, ' ')
                    ? syslog.parseVersion(receivedMicros)
                    : syslog.parseExact(receivedMicros);
        }
        return syslog.parseFile(receivedMicros);
    }

    private boolean isLogger(long receivedMicros) {
        int from = line.start();
        boolean found =
                loggers.parse(from, receivedMicros)
                        || (line.is(from, '[') && fresh() && loggers.parseThread())
                        || (line.isUpper(from) && fresh() && loggers.parseLevel());
        return found ? withTail() : behindFile(receivedMicros);
    }

    /** The level behind the time that the text begins with; null when it has not both. */
    @Nullable Level levelOf(String text) {
        if (text.length() < ISO_CHARS_MIN || !looksTimed(text, text.charAt(0) == '[' ? 1 : 0)) {
            return null;
        }
        String first =
                text.length() > LEVEL_REACH_CHARS ? text.substring(0, LEVEL_REACH_CHARS) : text;
        byte[] bytes = first.getBytes(StandardCharsets.UTF_8);
        line.of(bytes, 0, bytes.length);
        draft.reset();
        return loggers.parse(0, 0) ? draft.level() : null;
    }

    private static boolean looksTimed(String text, int from) {
        return text.charAt(from + 4) == '-' && text.charAt(from + 13) == ':';
    }

    private boolean detect(long receivedMicros) {
        int from = line.start();
        int first = line.at(from);
        if (first == NONE) {
            return false;
        }
        if (first == '<') {
            return fresh() && syslog.parsePriority(receivedMicros) && withTail();
        }
        if (first == '[') {
            return bracketed(receivedMicros);
        }
        if (line.isDigit(from) ? numbered(receivedMicros) : lettered(receivedMicros)) {
            return true;
        }
        return fresh() && access.parse(receivedMicros);
    }

    private boolean bracketed(long receivedMicros) {
        if (fresh() && errors.parseApache(receivedMicros)) {
            return true;
        }
        boolean logger = fresh() && loggers.parse(line.start(), receivedMicros);
        return (logger || (fresh() && loggers.parseThread())) && withTail();
    }

    private boolean numbered(long receivedMicros) {
        int from = line.start();
        if (line.is(from + 1, ' ')) {
            return fresh() && syslog.parseVersion(receivedMicros) && withTail();
        }
        if (line.is(from + 4, '/') && fresh() && errors.parseNginx(receivedMicros)) {
            return true;
        }
        if (line.is(from + 4, '-')) {
            boolean exact = line.is(from + 10, 'T');
            if (exact && fresh() && syslog.parseExact(receivedMicros)) {
                return withTail();
            }
            if (!exact && fresh() && postgres.parse(receivedMicros)) {
                return true;
            }
        }
        return fresh() && loggers.parse(from, receivedMicros) && withTail();
    }

    private boolean lettered(long receivedMicros) {
        int from = line.start();
        if (line.isUpper(from)) {
            if (line.isDigit(from + 1)) {
                return isGlog(line.at(from)) && fresh() && glog.parse(receivedMicros);
            }
            if (line.is(from + 3, ' ')) {
                boolean file = fresh() && syslog.parseFile(receivedMicros);
                boolean timed = file || (fresh() && loggers.parse(from, receivedMicros));
                return timed && withTail();
            }
            if (fresh() && loggers.parseLevel()) {
                return withTail();
            }
        }
        return (fresh() && pairs.parse(receivedMicros)) || behindFile(receivedMicros);
    }

    private static boolean isGlog(int letter) {
        return letter == 'I' || letter == 'W' || letter == 'E' || letter == 'F';
    }

    /** A logger's line behind the name of its file, as merged logs have it. */
    private boolean behindFile(long receivedMicros) {
        int from = line.start();
        int stop = line.name(from);
        if (stop == NONE || !line.is(stop, ' ') || !line.isDigit(stop + 1)) {
            return false;
        }
        int dot = line.find('.', from, stop);
        while (dot != NONE && !line.startsWith(dot, ".log")) {
            dot = line.find('.', dot + 1, stop);
        }
        if (dot == NONE || !fresh() || !loggers.parse(stop + 1, receivedMicros)) {
            return false;
        }
        draft.text("file", from, stop);
        return withTail();
    }

    /** Forgets what a parser found that did not fit in the end. */
    private boolean fresh() {
        draft.reset();
        return true;
    }

    private boolean withTail() {
        pairs.tail(draft.bodyFrom());
        return true;
    }
}
