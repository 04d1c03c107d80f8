package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import org.jspecify.annotations.Nullable;

/**
 * Lines of PostgreSQL: {@code 2026-11-22 12:00:00.123 CET [1234] LOG: message}, also with {@code
 * user@database} behind the process id, as Debian has it. What belongs to the line before ({@code
 * DETAIL}, {@code STATEMENT} …) has no level and keeps its word.
 *
 * <p>Confined to the forwarder's thread.
 */
final class PostgresParser {
    private static final int NONE = LineBytes.NONE;
    private static final int WORD_CHARS_MAX = 9;

    private final LineBytes line;
    private final LineDraft draft;
    private final LineTimes times;

    PostgresParser(LineBytes line, LineDraft draft, LineTimes times) {
        this.line = line;
        this.draft = draft;
        this.times = times;
    }

    boolean parse(long receivedMicros) {
        if (!times.read(line, line.start(), receivedMicros)
                || times.form() != LineTimes.Form.ISO
                || !line.startsWith(times.stop(), " [")) {
            return false;
        }
        int pid = times.stop() + 2;
        int close = line.digits(pid);
        if (close == pid || !line.startsWith(close, "] ")) {
            return false;
        }
        int user = close + 2;
        int stop = line.name(user);
        int at = stop == NONE ? NONE : line.find('@', user, stop);
        int word = at == NONE ? user : stop + 1;
        int colon = word;
        while (line.isUpper(colon) || line.isDigit(colon)) {
            colon++;
        }
        if (colon - word > WORD_CHARS_MAX
                || !line.startsWith(colon, ":  ")
                || !severity(word, colon)) {
            return false;
        }
        draft.time(times.micros());
        draft.value("pid", pid, close);
        if (at != NONE) {
            draft.text("user", user, at);
            draft.text("database", at + 1, stop);
        }
        draft.body(draft.level() == null ? word : colon + 3, line.end());
        return true;
    }

    private boolean severity(int from, int colon) {
        String word = line.shared(from, colon).text();
        Level level = levelOf(word);
        draft.level(level);
        return level != null
                || switch (word) {
                    case "DETAIL", "HINT", "STATEMENT", "CONTEXT", "QUERY", "LOCATION" -> true;
                    default -> false;
                };
    }

    private static @Nullable Level levelOf(String word) {
        return switch (word) {
            case "LOG", "INFO", "NOTICE" -> Level.INFO;
            case "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5" -> Level.DEBUG;
            case "WARNING" -> Level.WARN;
            case "ERROR" -> Level.ERROR;
            case "FATAL", "PANIC" -> Level.FATAL;
            default -> null;
        };
    }
}
