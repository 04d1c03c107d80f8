package io.logdrive.agent.tail;

import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a file's bytes become events.
 *
 * @param charset of the file
 * @param lineBytesMax a longer line is cut there, 1,024 or more
 * @param start what begins an event of several lines; null: each line is an event
 * @param linesMax lines of an event
 * @param idle how long an event may wait for more lines
 * @param container whether its lines are what a container's runtime makes of those of the
 *     container: {@link ContainerLine}
 *     <p>Immutable.
 */
public record CutConfig(
        Charset charset,
        int lineBytesMax,
        @Nullable EventStart start,
        int linesMax,
        Duration idle,
        boolean container) {
    /** Bytes of a line. */
    public static final int LINE_BYTES_DEFAULT = 1 << 20;

    /** Lines of an event. */
    public static final int EVENT_LINES_DEFAULT = 1_000;

    /** How long an event waits. */
    public static final Duration IDLE_DEFAULT = Duration.ofSeconds(1);

    /** Of a file that programs write themselves. */
    @SuppressWarnings("checkstyle:ParameterNumber")
    public CutConfig(
            Charset charset,
            int lineBytesMax,
            @Nullable EventStart start,
            int linesMax,
            Duration idle) {
        this(charset, lineBytesMax, start, linesMax, idle, false);
    }

    /**
     * Whether lines of that character set are told apart: they end with the byte 10, or it is
     * UTF-16LE or UTF-16BE. Not so in UTF-32 and EBCDIC, say.
     */
    public static boolean isReadable(Charset charset) {
        return LineEnds.knows(charset);
    }

    /** A cutter of its own for a thread that reads. */
    EventCutter cutter() {
        EventStart begins = start;
        if (container) {
            return new MultilineCutter(
                    new ContainerJoin(begins, charset, linesMax), charset, lineBytesMax);
        }
        return begins == null
                ? new LineCutter(LineEnds.of(charset), lineBytesMax)
                : new MultilineCutter(begins, charset, linesMax, lineBytesMax);
    }
}
