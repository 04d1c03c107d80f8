package io.logdrive.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.ForwardCodec;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent that follows a file sends, made at random: lines of one origin, some of several
 * lines of text, some cut, some filtered. Confined to the thread that uses it.
 */
public final class MarkedLines {
    public static final LineAttributes ATTRIBUTES =
            new LineAttributes("pay", "web-1", List.of("eu"), Map.of("path", "/var/log/pay.log"));

    private final Random random;
    private final UUID origin;
    private final LineChunkEncoder encoder;
    private final byte[] target = new byte[1 << 20];
    private final List<Line> lines = new ArrayList<>();

    public MarkedLines(Random random) {
        this.random = random;
        this.origin = new UUID(random.nextLong(), random.nextLong());
        this.encoder =
                new LineChunkEncoder(
                        new Origin(origin, OriginKind.AGENT, "", "web-1", "follow"), ATTRIBUTES);
    }

    /** A sequence: its line, null when it was filtered, and whether that was cut. Immutable. */
    public record Line(@Nullable String text, boolean truncated) {}

    /** A frame, and what acknowledges it. Immutable as long as nobody writes to the bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Frame(byte[] bytes, byte[] answer) {}

    public UUID origin() {
        return origin;
    }

    /** All sequences so far, from 0. */
    public List<Line> lines() {
        return lines;
    }

    /** How many of the sequences so far were filtered. */
    public int filtered() {
        return (int) lines.stream().filter(line -> line.text() == null).count();
    }

    /** The next frame, of up to so many steps, in one of the two modes. */
    public Frame next(int stepsMax) {
        long first = lines.size();
        encoder.begin(target, 1_700_000_000_000_000L);
        boolean newlines = random.nextInt(3) > 0;
        boolean all = random.nextInt(5) == 0;
        for (int step = random.nextInt(stepsMax); step >= 0; step--) {
            if (all || random.nextInt(3) == 0) {
                filter(1 + random.nextInt(random.nextInt(20) == 0 ? 400 : 3));
            } else {
                add(newlines && random.nextInt(4) == 0 ? "\n\tat A\n\tat B" : "");
            }
        }
        byte[] frame =
                random.nextBoolean()
                        ? encoder.finishGzip(first)
                        : Arrays.copyOf(target, encoder.finish(first));
        return new Frame(frame, ForwardCodec.encodeAck(ChunkName.of(origin, first)));
    }

    private void filter(int count) {
        encoder.filtered(count);
        for (int i = 0; i < count; i++) {
            lines.add(new Line(null, false));
        }
    }

    private void add(String more) {
        String text = "line " + lines.size() + more;
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, target, encoder.lineStart(), bytes.length);
        encoder.lineEnd(encoder.lineStart() + bytes.length);
        boolean truncated = random.nextInt(5) == 0;
        if (truncated) {
            encoder.truncated();
        }
        lines.add(new Line(text, truncated));
    }
}
