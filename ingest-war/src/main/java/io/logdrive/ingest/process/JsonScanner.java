package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.FieldRole;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.TimeText;
import io.logdrive.wire.WordCache;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that loggers write (RFC 8259) straight from its bytes: what it takes it takes as
 * {@link JsonLineParser} does, in half the time (decision 0079); all else, and all that is not
 * JSON, it leaves to that one.
 *
 * <p>Confined to the forwarder's thread.
 */
final class JsonScanner {
    /** Longer lines and names, deeper nesting and longer numbers have rules of their own. */
    private static final int LINE_BYTES_MAX = 256 * 1024;

    private static final int NAME_BYTES_MAX = 1_000;
    private static final int NESTING_MAX = 32;

    /** So many digits fit a long. */
    private static final int EPOCH_DIGITS_MAX = 18;

    private static final int FIRST_BYTES = 512;

    /** The value is not what its name says, and becomes one of the fields. */
    private static final int NOT_TAKEN = -1;

    /** The line is for somebody else. */
    private static final int LEFT = JsonTokens.NONE;

    private static final char REPLACEMENT = '\uFFFD';

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final WordCache words = new WordCache();

    private final JsonTokens tokens = new JsonTokens();

    /** The line, and where it ends: what the tokens are of. */
    private byte[] bytes = {};

    private int end;

    /** The fields, as they are written; the text without escapes. */
    private byte[] fields = new byte[FIRST_BYTES];

    private int fieldsLength;
    private boolean fieldsWide;
    private byte[] scratch = new byte[FIRST_BYTES];

    private long timeMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private @Nullable String message;

    /**
     * Null when the bytes are nothing that this takes.
     *
     * @param stop exclusive
     */
    @SuppressWarnings("checkstyle:ParameterNumber")
    @Nullable LogRecord parse(byte[] line, int start, int stop, long receivedMicros, int flags) {
        if (stop - start > LINE_BYTES_MAX) {
            return null;
        }
        reset(line, start, stop);
        int at = tokens.blanks(start);
        if (!tokens.is(at, '{') || !members(at)) {
            return null;
        }
        String body = message == null ? whole(start) : message;
        String rest = fieldsLength == 0 ? null : rest();
        if (body == null || (rest != null && fieldsWide && rest.indexOf(REPLACEMENT) >= 0)) {
            return null;
        }
        boolean assumed = timeMicros == TimeText.NO_TIME;
        return new LogRecord(
                assumed ? receivedMicros : timeMicros,
                receivedMicros,
                level,
                service,
                host,
                body,
                List.of(),
                rest,
                assumed ? flags | RecordFlags.TIME_ASSUMED : flags);
    }

    private void reset(byte[] line, int start, int stop) {
        bytes = line;
        end = stop;
        tokens.of(line, stop);
        // Nothing is written that was not read before.
        if (fields.length < stop - start) {
            fields = new byte[2 * (stop - start)];
            scratch = new byte[fields.length];
        }
        fieldsLength = 0;
        fieldsWide = false;
        timeMicros = TimeText.NO_TIME;
        level = null;
        service = null;
        host = null;
        message = null;
    }

    /** The members of the object that opens at {@code open}, to the end of the line. */
    private boolean members(int open) {
        int at = tokens.blanks(open + 1);
        if (tokens.is(at, '}')) {
            return tokens.blanks(at + 1) == end;
        }
        while (tokens.is(at, '"')) {
            int quote = tokens.string(at + 1);
            if (quote < 0 || tokens.isEscaped() || quote - at > NAME_BYTES_MAX) {
                return false;
            }
            boolean wideName = tokens.isWide();
            int colon = tokens.blanks(quote + 1);
            if (!tokens.is(colon, ':')) {
                return false;
            }
            int value = tokens.blanks(colon + 1);
            int next = take(words.word(bytes, at + 1, quote - at - 1).role(), value);
            if (next == NOT_TAKEN) {
                put(fieldsLength == 0 ? '{' : ',');
                put(at, quote + 1);
                put(':');
                fieldsWide |= wideName;
                next = copy(value, 1);
            }
            if (next < 0) {
                return false;
            }
            at = tokens.blanks(next);
            if (tokens.is(at, '}')) {
                return tokens.blanks(at + 1) == end;
            }
            if (!tokens.is(at, ',')) {
                return false;
            }
            at = tokens.blanks(at + 1);
        }
        return false;
    }

    /** Where the value ends that was taken for {@code role}; else one of the two reasons. */
    private int take(FieldRole role, int at) {
        return switch (role) {
            case TIME -> timeMicros == TimeText.NO_TIME ? takeTime(at) : NOT_TAKEN;
            case LEVEL -> level == null && tokens.is(at, '"') ? takeLevel(at + 1) : NOT_TAKEN;
            case SERVICE -> service == null && tokens.is(at, '"') ? takeService(at + 1) : NOT_TAKEN;
            case HOST -> host == null && tokens.is(at, '"') ? takeHost(at + 1) : NOT_TAKEN;
            case MESSAGE -> message == null && tokens.is(at, '"') ? takeMessage(at + 1) : NOT_TAKEN;
            case OTHER -> NOT_TAKEN;
        };
    }

    private int takeTime(int at) {
        if (tokens.is(at, '"')) {
            int quote = tokens.string(at + 1);
            if (quote < 0 || tokens.isEscaped() || tokens.isWide()) {
                return LEFT;
            }
            timeMicros = TimeText.parseMicros(tokens.ascii(at + 1, quote));
            return timeMicros == TimeText.NO_TIME ? NOT_TAKEN : quote + 1;
        }
        if (at == end || (bytes[at] != '-' && !tokens.isDigit(at))) {
            return NOT_TAKEN;
        }
        int stop = tokens.number(at);
        if (stop < 0 || (!tokens.isDecimal() && stop - at > EPOCH_DIGITS_MAX)) {
            return LEFT;
        }
        String number = tokens.ascii(at, stop);
        timeMicros =
                tokens.isDecimal()
                        ? TimeText.ofEpoch(Double.parseDouble(number))
                        : TimeText.ofEpoch(Long.parseLong(number));
        return timeMicros == TimeText.NO_TIME ? NOT_TAKEN : stop;
    }

    private int takeLevel(int from) {
        int quote = tokens.string(from);
        if (quote < 0 || tokens.isEscaped()) {
            return LEFT;
        }
        level = Level.ofWord(words.word(bytes, from, quote - from).text());
        return level == null ? NOT_TAKEN : quote + 1;
    }

    private int takeService(int from) {
        int quote = tokens.string(from);
        service = word(from, quote);
        return service == null ? LEFT : quote + 1;
    }

    private int takeHost(int from) {
        int quote = tokens.string(from);
        host = word(from, quote);
        return host == null ? LEFT : quote + 1;
    }

    private @Nullable String word(int from, int quote) {
        if (quote < 0 || tokens.isEscaped()) {
            return null;
        }
        WordCache.Word word = words.word(bytes, from, quote - from);
        return word.replaced() ? null : word.text();
    }

    private int takeMessage(int from) {
        int quote = tokens.string(from);
        if (quote < 0) {
            return LEFT;
        }
        byte[] source = bytes;
        int start = from;
        int length = quote - from;
        if (tokens.isEscaped()) {
            length = unescape(from, quote);
            source = scratch;
            start = 0;
        }
        String text = new String(source, start, length, tokens.isWide() ? UTF_8 : ISO_8859_1);
        if (tokens.isWide() && text.indexOf(REPLACEMENT) >= 0) {
            return LEFT;
        }
        message = text;
        return quote + 1;
    }

    private int unescape(int from, int quote) {
        int length = 0;
        for (int at = from; at < quote; at++) {
            byte b = bytes[at];
            if (b == '\\') {
                at++;
                b =
                        switch (bytes[at]) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            default -> bytes[at];
                        };
            }
            scratch[length++] = b;
        }
        return length;
    }

    /** The line itself, where no member is its message; null when it may have to be mended. */
    private @Nullable String whole(int start) {
        for (int at = start; at < end; at++) {
            if (bytes[at] <= 0) {
                return null;
            }
        }
        return tokens.ascii(start, end);
    }

    private String rest() {
        fields[fieldsLength] = '}';
        return new String(fields, 0, fieldsLength + 1, fieldsWide ? UTF_8 : ISO_8859_1);
    }

    /** Copies a value to the fields, without blanks, and says where it ends. */
    private int copy(int at, int depth) {
        if (at == end) {
            return LEFT;
        }
        return switch (bytes[at]) {
            case '"' -> copyString(at);
            case '{', '[' -> depth == NESTING_MAX ? LEFT : copyMembers(at, depth + 1);
            case 't' -> copyLiteral(at, TRUE);
            case 'f' -> copyLiteral(at, FALSE);
            case 'n' -> copyLiteral(at, NULL);
            default -> copyTo(at, tokens.number(at));
        };
    }

    private int copyMembers(int open, int depth) {
        boolean object = bytes[open] == '{';
        char close = object ? '}' : ']';
        put((char) bytes[open]);
        int at = tokens.blanks(open + 1);
        if (tokens.is(at, close)) {
            put(close);
            return at + 1;
        }
        while (true) {
            if (object) {
                int colon = tokens.is(at, '"') ? copyString(at) : LEFT;
                if (colon < 0 || tokens.isEscaped() || colon - at > NAME_BYTES_MAX) {
                    return LEFT;
                }
                colon = tokens.blanks(colon);
                if (!tokens.is(colon, ':')) {
                    return LEFT;
                }
                put(':');
                at = tokens.blanks(colon + 1);
            }
            int next = copy(at, depth);
            if (next < 0) {
                return LEFT;
            }
            at = tokens.blanks(next);
            if (tokens.is(at, close)) {
                put(close);
                return at + 1;
            }
            if (!tokens.is(at, ',')) {
                return LEFT;
            }
            put(',');
            at = tokens.blanks(at + 1);
        }
    }

    private int copyString(int at) {
        int quote = tokens.string(at + 1);
        fieldsWide |= tokens.isWide();
        return quote < 0 ? LEFT : copyTo(at, quote + 1);
    }

    private int copyLiteral(int at, byte[] literal) {
        int stop = at + literal.length;
        return stop <= end && Arrays.equals(bytes, at, stop, literal, 0, literal.length)
                ? copyTo(at, stop)
                : LEFT;
    }

    private int copyTo(int at, int stop) {
        if (stop < 0) {
            return LEFT;
        }
        put(at, stop);
        return stop;
    }

    private void put(char ascii) {
        fields[fieldsLength++] = (byte) ascii;
    }

    private void put(int from, int stop) {
        System.arraycopy(bytes, from, fields, fieldsLength, stop - from);
        fieldsLength += stop - from;
    }
}
