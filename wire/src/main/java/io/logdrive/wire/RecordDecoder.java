package io.logdrive.wire;

import java.util.function.Consumer;

/** Reads Forward entries back as records. Thread-safe. */
public final class RecordDecoder {
    /** A decoder for entries that {@link ForwardCodec#decode} has outlined. */
    public RecordDecoder() {}

    /**
     * Reads entries in the layout of {@link RecordEncoder}, in order.
     *
     * @throws ForwardException when an entry is not in that layout
     */
    public void decodeBatch(EntryRange entries, Consumer<LogRecord> sink) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads entries of a foreign sender (Fluent Bit, Fluentd, fluency), in order: the usual names
     * for level, service, host and message ({@link FieldRole}), the entry's time, all else into the
     * fields. A record without a message keeps its whole map as fields and an empty body.
     *
     * @param receivedMicros received time of the records, microseconds since the epoch
     * @throws ForwardException when an entry is not {@code [time, map]}
     */
    public void decodeForeign(EntryRange entries, long receivedMicros, Consumer<LogRecord> sink) {
        throw new UnsupportedOperationException();
    }
}
