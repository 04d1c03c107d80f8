package io.logdrive.agent.tail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Finds newlines in the bytes of a character set: of one byte, or of two as in UTF-16.
 *
 * <p>Immutable.
 *
 * @param width bytes of a newline
 * @param at which of them is {@code \n}; all others are 0
 */
record LineEnds(int width, int at) {
    static LineEnds of(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16LE)) {
            return new LineEnds(2, 0);
        }
        if (charset.equals(StandardCharsets.UTF_16BE)) {
            return new LineEnds(2, 1);
        }
        return new LineEnds(1, 0);
    }

    /** Whether its newlines are found: one byte of 10, or UTF-16 of a known order. */
    static boolean knows(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16LE)
                || charset.equals(StandardCharsets.UTF_16BE)
                || new String(new byte[] {'\n'}, charset).equals("\n");
    }

    /** Where the first newline at or behind {@code from} begins, or -1. */
    int find(byte[] bytes, int from, int to) {
        if (width == 1) {
            for (int i = from; i < to; i++) {
                if (bytes[i] == '\n') {
                    return i;
                }
            }
            return -1;
        }
        for (int i = from; i + 1 < to; i += 2) {
            if (bytes[i + at] == '\n' && bytes[i + 1 - at] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The line's end without the carriage return before its newline. */
    int trimmed(byte[] bytes, int start, int newline) {
        int before = newline - width;
        return before >= start
                        && bytes[before + at] == '\r'
                        && (width == 1 || bytes[before + 1 - at] == 0)
                ? before
                : newline;
    }
}
