package io.logdrive.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry after the other in the layout of {@link RecordEncoder}. Of equal keys the last
 * counts; unknown keys are stepped over, so that a later version may add some.
 *
 * <p>Confined to the thread that reads.
 */
final class BatchRecord {
    private final WordCache words;

    private long receivedMicros;
    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private @Nullable String body;
    private @Nullable String fields;
    private List<String> tags = List.of();
    private int flags;
    private boolean replaced;

    BatchRecord(WordCache words) {
        this.words = words;
    }

    LogRecord take(MsgpackReader reader) {
        receivedMicros = TimeText.NO_TIME;
        level = null;
        service = null;
        host = null;
        body = null;
        fields = null;
        tags = List.of();
        flags = 0;
        replaced = false;

        int elements = reader.arrayHeader("a batch entry");
        if (elements != 2) {
            throw reader.refuse("a batch entry of time and record", elements + " elements");
        }
        long time = EntryTime.takeEventTime(reader);
        if (time == TimeText.NO_TIME) {
            throw reader.refuse("less than a second of nanoseconds", "more");
        }
        int pairs = reader.mapHeader("the record of a batch entry");
        for (int i = 0; i < pairs; i++) {
            takePair(words.take(reader, "a key of a batch entry").text(), reader);
        }
        if (body == null || receivedMicros == TimeText.NO_TIME) {
            throw reader.refuse(
                    "message and received in a batch entry",
                    body == null ? "no message" : "no received");
        }
        int flagsAll = replaced ? flags | RecordFlags.REPLACED : flags;
        return new LogRecord(
                time, receivedMicros, level, service, host, body, tags, fields, flagsAll);
    }

    private void takePair(String key, MsgpackReader reader) {
        switch (key) {
            case "message" -> body = takeText(reader, "the message");
            case "received" -> receivedMicros = reader.integer("the received time");
            case "level" -> level = takeLevel(reader);
            case "service" -> service = takeWord(reader, "the service");
            case "host" -> host = takeWord(reader, "the host");
            case "tags" -> tags = takeTags(reader);
            case "fields" -> fields = takeText(reader, "the fields");
            case "flags" -> flags = takeFlags(reader);
            default -> reader.skip(ForwardLimits.DEPTH_MAX);
        }
    }

    private String takeText(MsgpackReader reader, String what) {
        int length = reader.textHeader(what);
        int start = reader.position();
        reader.moveTo(start + length);
        Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
        replaced |= text.replaced();
        return text.text();
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
}
