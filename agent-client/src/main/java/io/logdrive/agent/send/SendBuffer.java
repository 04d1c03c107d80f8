package io.logdrive.agent.send;

import java.nio.ByteBuffer;

/**
 * The lines of one connection that are made and not yet handed to the operating system: knows at
 * each byte which line it belongs to, which is what counting and never tearing a line rest on.
 *
 * <p>Confined to the thread that sends.
 */
final class SendBuffer {
    private final byte[] bytes;
    private final ByteBuffer view;
    private int lineStart;
    private long lines;

    SendBuffer(int capacity) {
        bytes = new byte[capacity];
        view = ByteBuffer.wrap(bytes).limit(0);
    }

    boolean isEmpty() {
        return !view.hasRemaining();
    }

    /** Lines of which not all bytes were written. */
    long lines() {
        return lines;
    }

    /** Whether a part of a line, but not all of it, was written. */
    boolean midLine() {
        return view.position() > lineStart;
    }

    /** What is to be written. The caller moves the position and calls {@link #written}. */
    ByteBuffer view() {
        return view;
    }

    /**
     * Fills an empty buffer.
     *
     * @return how many lines were put in, at most {@code linesMax}
     */
    long fill(LineSource source, long linesMax) {
        if (!isEmpty()) {
            throw new IllegalStateException(
                    "send buffer: expected it empty, found " + lines + " lines");
        }
        int last = bytes.length - source.lineBytesMax();
        int at = 0;
        while (lines < linesMax && at <= last) {
            at = source.put(bytes, at);
            lines++;
        }
        view.position(0).limit(at);
        return lines;
    }

    /**
     * Takes note of the bytes written since the last call.
     *
     * @return how many lines became complete by them
     */
    long written() {
        long complete;
        if (isEmpty()) {
            complete = lines;
            lines = 0;
            lineStart = 0;
            view.position(0).limit(0);
            return complete;
        }
        complete = 0;
        // A line's newline is its last byte and the only one in it.
        for (int i = lineStart; i < view.position(); i++) {
            if (bytes[i] == '\n') {
                complete++;
                lineStart = i + 1;
            }
        }
        lines -= complete;
        return complete;
    }

    /** The connection is lost: what was written of a torn line is written again. */
    void rewind() {
        view.position(lineStart);
    }
}
