package io.logdrive.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a connection brings, in pieces, as Jazzer feeds it to the framer of lines. */
public final class LineFramerFuzz {
    private static final int LINE_BYTES_MAX = 16;
    private static final int CHUNK_LINES_MAX = 4;

    private LineFramerFuzz() {}

    /** The first byte says how long the pieces are. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
        int piece = 1 + (data[0] & 0x1f);
        List<String> found = new ArrayList<>();
        LineFramer framer =
                new LineFramer(
                        LINE_BYTES_MAX,
                        CHUNK_LINES_MAX,
                        (body, lines, truncated) -> {
                            if (lines < 1 || lines > CHUNK_LINES_MAX) {
                                throw new AssertionError("lines: found " + lines);
                            }
                            split(body, truncated.length() > 0, found);
                        });
        for (int at = 0; at < bytes.length; at += piece) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes, at, Math.min(piece, bytes.length - at));
            framer.read(in);
            if (framer.carryBytes() > 2 * LINE_BYTES_MAX + 2) {
                throw new AssertionError("carry: found " + framer.carryBytes() + " bytes");
            }
        }
        framer.finish();
        List<String> expected = expected(bytes);
        if (!found.equals(expected)) {
            throw new AssertionError("lines: expected " + expected + ", found " + found);
        }
    }

    private static void split(byte[] body, boolean cut, List<String> lines) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b : body) {
            if (b == '\n' && !cut) {
                lines.add(Arrays.toString(line.toByteArray()));
                line.reset();
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0 || cut) {
            lines.add(Arrays.toString(line.toByteArray()));
        }
    }

    /** The same by the plainest means: all at once. */
    private static List<String> expected(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            boolean end = i == bytes.length;
            if (end ? i > start : bytes[i] == '\n') {
                int stop = i;
                boolean ended = !end && stop > start && bytes[stop - 1] == '\r';
                int length = stop - start - (ended ? 1 : 0);
                boolean over = length > LINE_BYTES_MAX;
                int kept = over ? start + LINE_BYTES_MAX : stop;
                lines.add(Arrays.toString(Arrays.copyOfRange(bytes, start, kept)));
                start = i + 1;
            }
        }
        return lines;
    }
}
