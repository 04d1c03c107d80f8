package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry after the other in the layout of {@link RecordEncoder}. Of equal keys the last
 * counts; unknown keys are stepped over, so that a later version may add some.
 *
 * <p>Confined to the thread that reads.
 */
final class BatchRecord {
    /** In the order in which they are written, which is tried first. */
    private static final List<Key> IN_ORDER =
            Stream.of("message", "received", "level", "service", "host", "tags", "fields", "flags")
                    .map(Key::of)
                    .toList();

    private final WordCache words;

    private long receivedMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private List<String> tags = List.of();
    private int flags;
    private boolean replaced;
    private boolean hasBody;
    private int bodyStart;
    private int bodyLength;
    private boolean hasFields;
    private int fieldsStart;
    private int fieldsLength;

    /** What became of a message that was not clean; else null. */
    private @Nullable String cleanBody;

    /** What became of fields that were not clean; else null. */
    private @Nullable String cleanFields;

    BatchRecord(WordCache words) {
        this.words = words;
    }

    EncodedRecord take(MsgpackReader reader) {
        begin();
        int elements = reader.arrayHeader("a batch entry");
        if (elements != 2) {
            throw reader.refuse("a batch entry of time and record", elements + " elements");
        }
        long time = EntryTime.takeEventTime(reader);
        if (time == TimeText.NO_TIME) {
            throw reader.refuse("less than a second of nanoseconds", "more");
        }
        int pairs = reader.mapHeader("the record of a batch entry");
        int next = 0;
        for (int i = 0; i < pairs; i++) {
            next = takePair(reader, next);
        }
        if (!hasBody || receivedMicros == TimeText.NO_TIME) {
            throw reader.refuse(
                    "message and received in a batch entry",
                    hasBody ? "no received" : "no message");
        }
        return record(time, reader);
    }

    long receivedMicros() {
        return receivedMicros;
    }

    @Nullable Level level() {
        return level;
    }

    @Nullable String service() {
        return service;
    }

    @Nullable String host() {
        return host;
    }

    List<String> tags() {
        return tags;
    }

    int flags() {
        return replaced ? flags | RecordFlags.REPLACED : flags;
    }

    int bodyStart() {
        return bodyStart;
    }

    int bodyLength() {
        return bodyLength;
    }

    boolean hasFields() {
        return hasFields;
    }

    int fieldsStart() {
        return fieldsStart;
    }

    int fieldsLength() {
        return fieldsLength;
    }

    private void begin() {
        receivedMicros = TimeText.NO_TIME;
        level = null;
        service = null;
        host = null;
        tags = List.of();
        flags = 0;
        replaced = false;
        hasBody = false;
        hasFields = false;
        cleanBody = null;
        cleanFields = null;
    }

    private EncodedRecord record(long time, MsgpackReader reader) {
        EncodedRecord read = new EncodedRecord(this, time, reader.bytes());
        if (cleanBody == null && cleanFields == null) {
            return read;
        }
        LogRecord plain = read.decoded();
        return EncodedRecord.of(
                new LogRecord(
                        time,
                        receivedMicros,
                        level,
                        service,
                        host,
                        cleanBody == null ? plain.body() : cleanBody,
                        tags,
                        cleanFields == null ? plain.fields() : cleanFields,
                        flags()));
    }

    /**
     * Takes a key and its value.
     *
     * @param next where in the order the key is likely to stand, or behind
     * @return where the one behind it is likely to stand
     */
    private int takePair(MsgpackReader reader, int next) {
        for (int i = next; i < IN_ORDER.size(); i++) {
            Key key = IN_ORDER.get(i);
            if (reader.takeIf(key.encoded)) {
                takeValue(key.word, reader);
                return i + 1;
            }
        }
        takeValue(words.take(reader, "a key of a batch entry").text(), reader);
        return next;
    }

    private void takeValue(String key, MsgpackReader reader) {
        switch (key) {
            case "message" -> {
                bodyLength = reader.textHeader("the message");
                bodyStart = reader.position();
                cleanBody = takeText(reader, bodyStart, bodyLength);
                hasBody = true;
            }
            case "received" -> receivedMicros = reader.integer("the received time");
            case "level" -> level = takeLevel(reader);
            case "service" -> service = takeWord(reader, "the service");
            case "host" -> host = takeWord(reader, "the host");
            case "tags" -> tags = takeTags(reader);
            case "fields" -> {
                fieldsLength = reader.textHeader("the fields");
                fieldsStart = reader.position();
                cleanFields = takeText(reader, fieldsStart, fieldsLength);
                hasFields = true;
            }
            case "flags" -> flags = takeFlags(reader);
            default -> reader.skip(ForwardLimits.DEPTH_MAX);
        }
    }

    /** Null when it is clean as it stands. */
    private @Nullable String takeText(MsgpackReader reader, int start, int length) {
        reader.moveTo(start + length);
        if (Utf8Text.isPlain(reader.bytes(), start, length)) {
            return null;
        }
        Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
        replaced |= text.replaced();
        return text.replaced() ? text.text() : null;
    }

    private String takeWord(MsgpackReader reader, String what) {
        WordCache.Word word = words.take(reader, what);
        replaced |= word.replaced();
        return word.text();
    }

    private Level takeLevel(MsgpackReader reader) {
        String word = takeWord(reader, "the level");
        Level found = Level.ofWord(word);
        if (found == null) {
            throw reader.refuse("a level", "'" + word + "'");
        }
        return found;
    }

    private List<String> takeTags(MsgpackReader reader) {
        int count = reader.arrayHeader("the tags");
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(takeWord(reader, "a tag"));
        }
        return List.copyOf(taken);
    }

    private static int takeFlags(MsgpackReader reader) {
        long value = reader.integer("the flags");
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw reader.refuse("flags of 32 bits", Long.toString(value));
        }
        return (int) value;
    }

    /** A key and its bytes, as they are written. Immutable, as nobody writes to the bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Key(String word, byte[] encoded) {
        private static Key of(String word) {
            return new Key(word, ((char) (0xa0 | word.length()) + word).getBytes(ISO_8859_1));
        }
    }
}
