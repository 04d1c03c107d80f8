package io.logdrive.wire;

import java.util.function.Consumer;

/**
 * Reads Forward entries back as records.
 *
 * <p>Thread-safe.
 */
public final class RecordDecoder {
    private final WordCache words = new WordCache();

    /** A decoder for entries that {@link ForwardCodec#decode} has outlined. */
    public RecordDecoder() {}

    /**
     * Reads entries in the layout of {@link RecordEncoder}, in order.
     *
     * @param sink gets records that refer to the bytes of {@code entries}
     * @throws ForwardException when an entry is not in that layout; the sink has the records before
     *     it
     */
    public void decodeBatch(EntryRange entries, Consumer<EncodedRecord> sink) {
        MsgpackReader reader =
                new MsgpackReader(entries.bytes(), entries.offset(), entries.length());
        BatchRecord batch = new BatchRecord(words);
        while (reader.hasNext()) {
            sink.accept(batch.take(reader));
        }
    }

    /**
     * Reads entries of a foreign sender (Fluent Bit, Fluentd, fluency), in order: the usual names
     * for level, service, host and message ({@link FieldRole}), the entry's time, all else into the
     * fields. A record without a message keeps its whole map as fields and an empty body.
     *
     * @param receivedMicros received time of the records, microseconds since the epoch
     * @throws ForwardException when an entry is not {@code [time, map]}; the sink has the records
     *     before it
     */
    public void decodeForeign(EntryRange entries, long receivedMicros, Consumer<LogRecord> sink) {
        MsgpackReader reader =
                new MsgpackReader(entries.bytes(), entries.offset(), entries.length());
        ForeignRecord foreign = new ForeignRecord(words, receivedMicros);
        while (reader.hasNext()) {
            sink.accept(foreign.take(reader));
        }
    }
}
