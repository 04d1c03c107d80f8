package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.LineFormat;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line to one record: the first parser that fits, else the line itself, flagged unparsed. An
 * agent's line may contain newlines, which stay in the message.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LineParser {
    private final JsonScanner scanner = new JsonScanner();
    private final JsonLineParser json = new JsonLineParser();
    private final TextLineParser text;

    /** Of times without a zone in UTC, without a year in the nearest. */
    LineParser() {
        this(TextLineParser.ZONE, 0);
    }

    /** As {@link LineCalendar}. */
    LineParser(ZoneId zone, int yearGiven) {
        text = new TextLineParser(zone, yearGiven);
    }

    /** Whether a process that a line names is its service, too: when its agent names none. */
    void processIsService(boolean allowed) {
        text.processIsService(allowed);
    }

    /**
     * @param end exclusive; a carriage return before it is not part of the line
     * @param flags what the listener already did to the line
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    LogRecord parse(byte[] bytes, int start, int end, long receivedMicros, int flags) {
        int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        if (looksLikeJson(bytes, start, stop)) {
            LogRecord parsed = scanner.parse(bytes, start, stop, receivedMicros, flags);
            if (parsed == null) {
                parsed = json.parse(bytes, start, stop - start, receivedMicros, flags);
            }
            if (parsed != null) {
                return withLevel(parsed);
            }
        }
        LogRecord found = text.parse(bytes, start, stop, receivedMicros, flags);
        return found == null ? mended(bytes, start, stop, receivedMicros, flags) : found;
    }

    /**
     * The same of a line of which it is known what it is: null when it is not. Of times without a
     * zone only those of text are in the one given.
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    @Nullable LogRecord parseAs(
            LineFormat format, byte[] bytes, int start, int end, long receivedMicros, int flags) {
        if (format == LineFormat.AUTO) {
            LogRecord found = parse(bytes, start, end, receivedMicros, flags);
            return (found.flags() & RecordFlags.UNPARSED) == 0 ? found : null;
        }
        int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        LogRecord found = only(format, bytes, start, stop, receivedMicros, flags);
        Utf8Text clean = found == null ? Utf8Text.decode(bytes, start, stop - start) : null;
        if (clean == null || !clean.replaced()) {
            return found;
        }
        byte[] repaired = clean.text().getBytes(StandardCharsets.UTF_8);
        int all = flags | RecordFlags.REPLACED;
        return only(format, repaired, 0, repaired.length, receivedMicros, all);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private @Nullable LogRecord only(
            LineFormat format, byte[] bytes, int start, int stop, long receivedMicros, int flags) {
        if (format != LineFormat.JSON) {
            return text.parseAs(format, bytes, start, stop, receivedMicros, flags);
        }
        LogRecord parsed = scanner.parse(bytes, start, stop, receivedMicros, flags);
        parsed =
                parsed == null
                        ? json.parse(bytes, start, stop - start, receivedMicros, flags)
                        : parsed;
        return parsed == null ? null : withLevel(parsed);
    }

    /** A line that nothing fits: it is kept as it is. */
    static LogRecord unparsed(byte[] bytes, int start, int end, long receivedMicros, int flags) {
        int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        Utf8Text clean = Utf8Text.decode(bytes, start, stop - start);
        int all = clean.replaced() ? flags | RecordFlags.REPLACED : flags;
        return unparsed(clean.text(), receivedMicros, all);
    }

    /** A line with a bad byte somewhere may be one that fits once that byte is replaced. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    private LogRecord mended(byte[] bytes, int start, int stop, long receivedMicros, int flags) {
        Utf8Text clean = Utf8Text.decode(bytes, start, stop - start);
        if (!clean.replaced()) {
            return unparsed(clean.text(), receivedMicros, flags);
        }
        int all = flags | RecordFlags.REPLACED;
        byte[] repaired = clean.text().getBytes(StandardCharsets.UTF_8);
        LogRecord parsed =
                looksLikeJson(repaired, 0, repaired.length)
                        ? json.parse(repaired, 0, repaired.length, receivedMicros, all)
                        : null;
        if (parsed != null) {
            return withLevel(parsed);
        }
        LogRecord found = text.parse(repaired, 0, repaired.length, receivedMicros, all);
        return found == null ? unparsed(clean.text(), receivedMicros, all) : found;
    }

    /**
     * What wraps a plain line in JSON, as container runtimes and agents do, knows no level of it:
     * the line may. Its time is left to the wrapping, which knows the zone.
     */
    private LogRecord withLevel(LogRecord json) {
        Level level = json.level() == null ? text.levelOf(json.body()) : null;
        return level == null
                ? json
                : new LogRecord(
                        json.timeMicros(),
                        json.receivedMicros(),
                        level,
                        json.service(),
                        json.host(),
                        json.body(),
                        json.tags(),
                        json.fields(),
                        json.flags());
    }

    private static boolean looksLikeJson(byte[] bytes, int start, int end) {
        int first = start;
        while (first < end && (bytes[first] == ' ' || bytes[first] == '\t')) {
            first++;
        }
        return end - first >= 2 && bytes[first] == '{';
    }

    private static LogRecord unparsed(String text, long receivedMicros, int flags) {
        return new LogRecord(
                receivedMicros,
                receivedMicros,
                null,
                null,
                null,
                text,
                List.of(),
                null,
                flags | RecordFlags.UNPARSED | RecordFlags.TIME_ASSUMED);
    }
}
