package io.logdrive.agent.generate;

import io.logdrive.agent.send.LineSource;
import java.util.function.LongSupplier;

/**
 * The lines of a shop that several people visit at once, one connection's worth.
 *
 * <p>Confined to the thread that makes lines.
 */
public final class GeneratedLines implements LineSource {
    /** Shorter lines have no room for time, level, service, host and message. */
    public static final int LINE_BYTES_MIN = 150;

    public static final int LINE_BYTES_MAX = 65_536;

    /** No line of its natural length is longer, but for fields and services of one's own. */
    static final int NATURAL_BYTES_MAX = 320;

    private final LongSupplier epochMicros;
    private final Content content;
    private final Layout layout;
    private final boolean answersOnly;
    private final int lineBytes;
    private final SeededRandom random;
    private final Shop shop;
    private final LineBytes line;
    private final Note note = new Note();

    /** As JSON. */
    public GeneratedLines(long seed, int stream, LongSupplier epochMicros, int lineBytes) {
        this(seed, stream, epochMicros, Content.JSON, lineBytes);
    }

    /**
     * @param stream the number of the connection: each has other lines of the same seed
     * @param epochMicros the clock whose time the lines carry
     * @param lineBytes 0 for natural lengths, or about how long each line is to be, from {@link
     *     Content#lineBytesMin} to {@value #LINE_BYTES_MAX}: fields are left out or filling is
     *     added
     */
    public GeneratedLines(
            long seed, int stream, LongSupplier epochMicros, Content content, int lineBytes) {
        if (lineBytes != 0 && (lineBytes < content.lineBytesMin() || lineBytes > LINE_BYTES_MAX)) {
            throw new IllegalArgumentException(
                    "line bytes: expected "
                            + content.lineBytesMin()
                            + ".."
                            + LINE_BYTES_MAX
                            + ", found "
                            + lineBytes);
        }
        this.epochMicros = epochMicros;
        this.content = content;
        this.layout = content.layout();
        this.answersOnly = layout.answersOnly();
        this.lineBytes = lineBytes;
        this.random = new SeededRandom(seed, stream);
        this.shop = new Shop(random);
        this.line = new LineBytes(new Timestamp(layout.time()));
    }

    @Override
    public int lineBytesMax() {
        return content.lineBytesMax(lineBytes);
    }

    @Override
    public int put(byte[] target, int at) {
        note.epochMicros = epochMicros.getAsLong();
        do {
            shop.next(note);
        } while (answersOnly && !note.answer);
        content.mix(note, random);
        line.begin(target, at, lineBytes);
        layout.put(line, note, random);
        return line.at();
    }
}
