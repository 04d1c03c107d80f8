package io.logdrive.agent.tail;

import java.nio.charset.Charset;

/**
 * An event is a line that begins one and all lines up to the next that does.
 *
 * <p>Confined to the thread that reads.
 */
final class StartJoin implements LineJoin {
    /** What a start looks like is seen at a line's beginning. */
    static final int LOOK_BYTES_MAX = 4096;

    private final EventStart starts;
    private final Charset charset;
    private final LineEnds lineEnds;
    private final int linesMax;
    private boolean headed;
    private int lines;

    StartJoin(EventStart starts, Charset charset, int linesMax) {
        this.starts = starts;
        this.charset = charset;
        this.lineEnds = LineEnds.of(charset);
        this.linesMax = linesMax;
    }

    @Override
    public void begin(byte[] bytes, int start, int newline) {
        headed = starts.isHeader(line(bytes, start, newline));
        lines = 1;
    }

    @Override
    public boolean takes(byte[] bytes, int start, int newline) {
        lines++;
        return !starts.begins(line(bytes, start, newline), headed);
    }

    @Override
    public boolean isFull() {
        return lines == linesMax;
    }

    @Override
    public int growthBytes() {
        return 0;
    }

    private String line(byte[] bytes, int start, int newline) {
        int end = Math.min(lineEnds.trimmed(bytes, start, newline), start + LOOK_BYTES_MAX);
        return new String(bytes, start, end - start, charset);
    }
}
