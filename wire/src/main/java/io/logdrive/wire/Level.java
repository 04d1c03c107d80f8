package io.logdrive.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How serious a record is. The numbers are OpenTelemetry's severity numbers, so that an order by
 * number is an order by severity.
 *
 * <p>Immutable.
 */
public enum Level {
    TRACE(1),
    DEBUG(5),
    INFO(9),
    WARN(13),
    ERROR(17),
    FATAL(21);

    private final int number;

    Level(int number) {
        this.number = number;
    }

    /** The OpenTelemetry severity number, 1 to 21: what the column {@code level} holds. */
    public int number() {
        return number;
    }

    /** The level with that severity number; numbers between two levels belong to the lower. */
    public static @Nullable Level ofNumber(int number) {
        return number < 1 || number > 24 ? null : values()[(number - 1) / 4];
    }

    /**
     * The level a word means, in any case: {@code err}, {@code WARNING}, {@code notice}, {@code
     * critical}, {@code severe} …
     *
     * @return null when the word is no level
     */
    public static @Nullable Level ofWord(String word) {
        if (word.isEmpty() || word.length() > 13) {
            return null;
        }
        return switch (word) {
            case "INFO" -> INFO;
            case "DEBUG" -> DEBUG;
            case "WARN" -> WARN;
            case "ERROR" -> ERROR;
            default -> ofLowerCase(word.toLowerCase(Locale.ROOT));
        };
    }

    private static @Nullable Level ofLowerCase(String word) {
        return switch (word) {
            case "trace", "finest", "finer", "verbose", "all" -> TRACE;
            case "debug", "dbg", "fine", "config" -> DEBUG;
            case "info", "information", "informational", "notice", "note" -> INFO;
            case "warn", "warning" -> WARN;
            case "error", "err", "severe" -> ERROR;
            case "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic" -> FATAL;
            default -> null;
        };
    }
}
