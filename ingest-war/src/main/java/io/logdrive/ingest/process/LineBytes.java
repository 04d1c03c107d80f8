package io.logdrive.ingest.process;

import io.logdrive.wire.Level;
import io.logdrive.wire.WordCache;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one line of text, and what the parsers of text look for in them. A place behind the
 * end holds nothing, and asking for it is allowed.
 *
 * <p>Confined to the forwarder's thread.
 */
final class LineBytes {
    /** What is answered where nothing is found. */
    static final int NONE = -1;

    private static final int LEVEL_CHARS_MIN = 3;
    private static final int LEVEL_CHARS_MAX = 13;

    /** Longer words are no names of hosts, processes, threads or loggers. */
    static final int NAME_BYTES_MAX = 255;

    private final WordCache words = new WordCache();
    private byte[] bytes = {};
    private int start;
    private int end;

    void of(byte[] line, int from, int stop) {
        bytes = line;
        start = from;
        end = stop;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The byte there, 0 to 255, or {@link #NONE}. */
    int at(int at) {
        return at < end ? bytes[at] & 0xff : NONE;
    }

    boolean is(int at, char expected) {
        return at < end && bytes[at] == expected;
    }

    boolean isBlank(int at) {
        return is(at, ' ') || is(at, '\t');
    }

    /** Whether a word ends there. */
    boolean isWordEnd(int at) {
        return at >= end || (bytes[at] <= ' ' && bytes[at] >= 0);
    }

    boolean isDigit(int at) {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    boolean isUpper(int at) {
        return at < end && bytes[at] >= 'A' && bytes[at] <= 'Z';
    }

    boolean isLetter(int at) {
        int lower = at(at) | 0x20;
        return at < end && lower >= 'a' && lower <= 'z';
    }

    /** A letter or digit; what is not ASCII is taken for one. */
    boolean isAlphanumeric(int at) {
        return isLetter(at) || isDigit(at) || (at < end && bytes[at] < 0);
    }

    boolean startsWith(int at, String ascii) {
        if (end - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    int blanks(int from) {
        int at = from;
        while (isBlank(at)) {
            at++;
        }
        return at;
    }

    int digits(int from) {
        int at = from;
        while (isDigit(at)) {
            at++;
        }
        return at;
    }

    int letters(int from) {
        int at = from;
        while (isLetter(at)) {
            at++;
        }
        return at;
    }

    /** Where the run without blanks and control characters ends. */
    int word(int from) {
        int at = from;
        while (!isWordEnd(at)) {
            at++;
        }
        return at;
    }

    /** As {@link #word}, or {@link #NONE} when there is no name of usual length. */
    int name(int from) {
        int stop = Math.min(end, from + NAME_BYTES_MAX + 1);
        int at = from;
        while (at < stop && !isWordEnd(at)) {
            at++;
        }
        return at == from || at - from > NAME_BYTES_MAX ? NONE : at;
    }

    boolean isDigits(int from, int stop) {
        return from < stop && digits(from) >= stop;
    }

    /** The number that {@code count} digits write, or {@link #NONE}. */
    int number(int from, int count) {
        if (from < 0 || end - from < count) {
            return NONE;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Where {@code wanted} is before {@code stop}, or {@link #NONE}. */
    int find(char wanted, int from, int stop) {
        int last = Math.min(stop, end);
        for (int at = from; at < last; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return NONE;
    }

    int findLast(char wanted, int from, int stop) {
        for (int at = stop - 1; at >= from; at--) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return NONE;
    }

    /** Where the quote is that closes what is quoted from there; a backslash hides one. */
    int closingQuote(int from) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at < end ? at : NONE;
    }

    /** Where the bracket closes that opens there, brackets within counted. */
    int closingBracket(int open) {
        int stop = Math.min(end, open + NAME_BYTES_MAX);
        int depth = 0;
        for (int at = open; at < stop; at++) {
            depth += bytes[at] == '[' ? 1 : bytes[at] == ']' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return NONE;
    }

    /** A text that comes again and again: it is shared. */
    WordCache.Word shared(int from, int stop) {
        return words.word(bytes, from, stop - from);
    }

    /** The level that these bytes are the word of. */
    @Nullable Level level(int from, int stop) {
        int length = stop - from;
        if (length < LEVEL_CHARS_MIN || length > LEVEL_CHARS_MAX || !beginsLikeALevel(from)) {
            return null;
        }
        return Level.ofWord(shared(from, stop).text());
    }

    /** Most words of a message are none, and need not become texts to find out. */
    private boolean beginsLikeALevel(int from) {
        return switch (bytes[from] | 0x20) {
            case 'a', 'c', 'd', 'e', 'f', 'i', 'n', 'p', 's', 't', 'v', 'w' -> true;
            default -> false;
        };
    }
}
