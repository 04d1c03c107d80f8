package io.logdrive.wire;

/**
 * Collects records as Forward entries in the layout of the hop from ingest to destination ({@code
 * PROTOCOL.md}, "Batch entries").
 *
 * <p>Confined to the thread that fills it.
 */
public final class RecordEncoder {
    /** Appends one record. */
    public void add(LogRecord logRecord) {
        throw new UnsupportedOperationException();
    }

    /** Bytes collected so far. */
    public int bytes() {
        throw new UnsupportedOperationException();
    }

    /** Records collected so far. */
    public int count() {
        throw new UnsupportedOperationException();
    }

    /** What was collected, as one array that is no longer written to; the encoder is then empty. */
    public EntryRange take() {
        throw new UnsupportedOperationException();
    }
}
