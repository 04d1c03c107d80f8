package io.logdrive.wire;

/**
 * Text made fit for every database, by one pure function: each malformed UTF-8 sequence becomes
 * U+FFFD, each U+0000 is removed (RELIABILITY M3).
 *
 * <p>Immutable.
 *
 * @param text the clean text
 * @param replaced whether anything was replaced or removed
 */
public record Utf8Text(String text, boolean replaced) {
    /** Decodes {@code length} bytes from {@code offset}. */
    public static Utf8Text decode(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Cleans text that was decoded elsewhere (a JSON parser yields lone surrogates and NULs). */
    public static Utf8Text clean(String text) {
        throw new UnsupportedOperationException();
    }
}
