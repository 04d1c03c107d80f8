package io.logdrive.wire;

import java.util.Arrays;

/**
 * Entries of a Forward message, uncompressed and one after the other: {@code length} bytes of
 * {@code bytes} from {@code offset}, {@code count} entries, each a MessagePack array {@code [time,
 * record]}; a foreign sender may write {@code [time, metadata]} in the place of the time.
 *
 * <p>Immutable as long as nobody writes to {@code bytes}.
 */
@SuppressWarnings("ArrayRecordComponent") // a view into a buffer, never compared
public record EntryRange(byte[] bytes, int offset, int length, int count) {
    /** The same entries in an array of their own, to which nobody writes. */
    public EntryRange copy() {
        return new EntryRange(Arrays.copyOfRange(bytes, offset, offset + length), 0, length, count);
    }
}
