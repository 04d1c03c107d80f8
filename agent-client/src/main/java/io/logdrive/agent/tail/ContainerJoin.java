package io.logdrive.agent.tail;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * An event is what a container wrote as one line, in how many pieces its runtime may have kept it;
 * with an {@link EventStart} all such lines up to the next that begins an event. All of it is of
 * one stream: what the other stream writes between two pieces ends the line there.
 *
 * <p>Confined to the thread that reads.
 */
final class ContainerJoin implements LineJoin {
    private final @Nullable EventStart starts;
    private final Charset charset;
    private final int linesMax;
    private final ContainerLine line = new ContainerLine();
    private String stream = "";
    private boolean partial;
    private boolean headed;
    private int lines;
    private int growthBytes;

    /**
     * @param starts what begins an event of several lines; null: each line is an event
     */
    ContainerJoin(@Nullable EventStart starts, Charset charset, int linesMax) {
        this.starts = starts;
        this.charset = charset;
        this.linesMax = linesMax;
    }

    @Override
    public void begin(byte[] bytes, int start, int newline) {
        line.read(bytes, start, newline);
        stream = line.stream();
        headed = starts != null && starts.isHeader(look());
        lines = 1;
        growthBytes = 0;
        taken();
    }

    @Override
    public boolean takes(byte[] bytes, int start, int newline) {
        line.read(bytes, start, newline);
        if (!line.stream().equals(stream)) {
            return false;
        }
        if (!partial) {
            if (starts == null || starts.begins(look(), headed)) {
                return false;
            }
            lines++;
        }
        taken();
        return true;
    }

    private void taken() {
        partial = line.isPartial();
        growthBytes += line.escapes();
    }

    private String look() {
        return line.content(charset, StartJoin.LOOK_BYTES_MAX);
    }

    @Override
    public boolean isFull() {
        return !partial && (starts == null || lines == linesMax);
    }

    @Override
    public int growthBytes() {
        return growthBytes;
    }
}
