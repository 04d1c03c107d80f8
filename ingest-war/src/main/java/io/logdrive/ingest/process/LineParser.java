package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.nio.charset.StandardCharsets;
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
        Utf8Text clean = Utf8Text.decode(bytes, start, stop - start);
        int all = clean.replaced() ? flags | RecordFlags.REPLACED : flags;
        if (clean.replaced()) {
            LogRecord repaired = repairedJson(clean.text(), receivedMicros, all);
            if (repaired != null) {
                return repaired;
            }
        }
        LogRecord plain = PlainLineParser.parse(clean.text(), receivedMicros, all);
        return plain != null ? plain : unparsed(clean.text(), receivedMicros, all);
    }

    /** A JSON line with a bad byte somewhere is still a JSON line once that byte is replaced. */
    private @Nullable LogRecord repairedJson(String text, long receivedMicros, int flags) {
        byte[] repaired = text.getBytes(StandardCharsets.UTF_8);
        LogRecord parsed =
                looksLikeJson(repaired, 0, repaired.length)
                        ? json.parse(repaired, 0, repaired.length, receivedMicros, flags)
                        : null;
        return parsed == null ? null : withLevel(parsed);
    }

    /**
     * What wraps a plain line in JSON, as container runtimes and agents do, knows no level of it:
     * the line may. Its time is left to the wrapping, which knows the zone.
     */
    private static LogRecord withLevel(LogRecord json) {
        Level level = json.level() == null ? PlainLineParser.levelOf(json.body()) : null;
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
