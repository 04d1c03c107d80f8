package io.logdrive.agent.generate;

import com.google.errorprone.annotations.Immutable;
import java.nio.charset.StandardCharsets;

/**
 * A part of a line that is always the same, ready to be copied.
 *
 * <p>Immutable.
 */
@Immutable
final class Piece {
    @SuppressWarnings("Immutable") // nobody is given the array who would write to it
    private final byte[] bytes;

    private Piece(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Text that stands in a line as it is: nothing in it is escaped. */
    static Piece of(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8));
    }

    int length() {
        return bytes.length;
    }

    void copy(int from, int count, byte[] target, int at) {
        System.arraycopy(bytes, from, target, at, count);
    }
}
