package io.logdrive.wire;

import java.util.Arrays;

/**
 * Keeps short texts that come again and again (services, hosts, tags, keys) so that each is decoded
 * once and shared. Of a fixed size: a text takes the place of another with the same hash.
 *
 * <p>Thread-safe without locks: a slot holds an immutable word, and a thread that misses what
 * another has just put decodes it anew.
 */
public final class WordCache {
    private static final int SLOTS = 512;
    private static final int BYTES_MAX = 64;

    private final Word[] words = new Word[SLOTS];

    /** An empty one. */
    public WordCache() {}

    /** The text of a str or bin, cleaned, and its role as a field's name. */
    Word take(MsgpackReader reader, String what) {
        int length = reader.textHeader(what);
        int start = reader.position();
        reader.moveTo(start + length);
        return word(reader.bytes(), start, length);
    }

    /** The text of {@code length} bytes of UTF-8 from {@code start}, cleaned. */
    public Word word(byte[] bytes, int start, int length) {
        if (length > BYTES_MAX) {
            return Word.decode(bytes, start, length);
        }
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Word word = words[slot];
        if (word == null
                || !Arrays.equals(word.bytes, 0, word.bytes.length, bytes, start, start + length)) {
            word = Word.decode(bytes, start, length);
            words[slot] = word;
        }
        return word;
    }

    /**
     * A decoded text. Immutable.
     *
     * @param replaced whether anything was replaced or removed
     * @param role of a field that has this name
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by the cache, never as a record
    public record Word(byte[] bytes, String text, boolean replaced, FieldRole role) {
        private static Word decode(byte[] bytes, int start, int length) {
            Utf8Text text = Utf8Text.decode(bytes, start, length);
            return new Word(
                    Arrays.copyOfRange(bytes, start, start + length),
                    text.text(),
                    text.replaced(),
                    FieldRole.of(text.text()));
        }
    }
}
