package io.logdrive.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of a foreign sender after the other, by the rules of {@code PROTOCOL.md},
 * "Foreign records".
 *
 * <p>Confined to the thread that reads.
 */
final class ForeignRecord {
    private static final int[] NOTHING_TAKEN = {};

    private final WordCache words;
    private final JsonText json;
    private final long receivedMicros;

    private @Nullable Level level;
    private @Nullable String service;
    private @Nullable String host;
    private @Nullable String body;
    private int flags;

    /** Where the keys of level, service, host and message stand. */
    private final int[] taken = new int[4];

    ForeignRecord(WordCache words, long receivedMicros) {
        this.words = words;
        this.json = new JsonText(words);
        this.receivedMicros = receivedMicros;
    }

    LogRecord take(MsgpackReader reader) {
        level = null;
        service = null;
        host = null;
        body = null;
        flags = 0;
        Arrays.fill(taken, JsonText.NOWHERE);

        int fields = reader.arrayHeader("an entry");
        if (fields != 2) {
            throw reader.refuse("an entry of time and record", fields + " elements");
        }
        boolean hasMetadata = EntryTime.enterMetadata(reader);
        long time = EntryTime.takeMicros(reader);
        int metadataAt = hasMetadata ? takeMetadata(reader) : JsonText.NOWHERE;
        if (time == TimeText.NO_TIME) {
            time = receivedMicros;
            flags |= RecordFlags.TIME_ASSUMED;
        }
        int start = reader.position();
        int left = takeRoles(reader);
        String rest = null;
        if (left > 0 || metadataAt != JsonText.NOWHERE) {
            reader.moveTo(start);
            json.record(reader, body == null ? NOTHING_TAKEN : taken, metadataAt);
            flags |= json.replaced() ? RecordFlags.REPLACED : 0;
            rest = json.take();
        }
        return new LogRecord(
                time,
                receivedMicros,
                level,
                service,
                host,
                body == null ? "" : body,
                List.of(),
                rest,
                flags);
    }

    /** Where the metadata stands, if there is any. */
    private static int takeMetadata(MsgpackReader reader) {
        int start = reader.position();
        int pairs = reader.mapHeader("the metadata of an entry");
        reader.moveTo(start);
        reader.skip(ForwardLimits.DEPTH_MAX);
        return pairs > 0 ? start : JsonText.NOWHERE;
    }

    /** Takes what has a role; returns how many pairs belong into the fields. */
    private int takeRoles(MsgpackReader reader) {
        int pairs = reader.mapHeader("the record of an entry");
        int left = pairs;
        for (int i = 0; i < pairs; i++) {
            int keyAt = reader.position();
            if (reader.type().isStringType()) {
                FieldRole role = words.take(reader, "a key").role();
                int valueAt = reader.position();
                if (reader.type().isRawType() && takeRole(role, reader, keyAt)) {
                    left--;
                    continue;
                }
                reader.moveTo(valueAt);
            } else {
                reader.skip(ForwardLimits.DEPTH_MAX);
            }
            reader.skip(ForwardLimits.DEPTH_MAX);
        }
        return body == null ? pairs : left;
    }

    /** The first text of each role is taken; a word that is no level and an empty text are not. */
    private boolean takeRole(FieldRole role, MsgpackReader reader, int keyAt) {
        switch (role) {
            case LEVEL -> {
                if (level == null) {
                    level = Level.ofWord(words.take(reader, "a level").text());
                    return noted(0, keyAt, level != null);
                }
            }
            case SERVICE -> {
                if (service == null) {
                    service = name(reader);
                    return noted(1, keyAt, service != null);
                }
            }
            case HOST -> {
                if (host == null) {
                    host = name(reader);
                    return noted(2, keyAt, host != null);
                }
            }
            case MESSAGE -> {
                if (body == null) {
                    int length = reader.textHeader("a message");
                    int start = reader.position();
                    reader.moveTo(start + length);
                    Utf8Text text = Utf8Text.decode(reader.bytes(), start, length);
                    flags |= text.replaced() ? RecordFlags.REPLACED : 0;
                    body = text.text();
                    return noted(3, keyAt, true);
                }
            }
            case TIME, OTHER -> {
                return false;
            }
        }
        return false;
    }

    private boolean noted(int index, int keyAt, boolean used) {
        taken[index] = used ? keyAt : JsonText.NOWHERE;
        return used;
    }

    private @Nullable String name(MsgpackReader reader) {
        WordCache.Word word = words.take(reader, "a name");
        flags |= word.replaced() ? RecordFlags.REPLACED : 0;
        return word.text().isEmpty() ? null : word.text();
    }
}
