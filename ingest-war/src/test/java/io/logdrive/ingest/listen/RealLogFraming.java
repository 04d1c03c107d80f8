package io.logdrive.ingest.listen;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The listener's framing of a file, for tests of what comes behind it. */
public final class RealLogFraming {
    private static final int READ_BYTES = 4_093;

    private RealLogFraming() {}

    public static List<Chunk> chunks(byte[] file) {
        Origin origin = new Origin(UUID.randomUUID(), OriginKind.LINES, "", "", "");
        List<Chunk> chunks = new ArrayList<>();
        long[] sequence = {0};
        LineFramer framer =
                new LineFramer(
                        1 << 20,
                        100,
                        (body, lines, truncated) -> {
                            chunks.add(
                                    new Chunk(
                                            origin,
                                            sequence[0],
                                            lines,
                                            0,
                                            Chunk.Format.LINES,
                                            body,
                                            truncated));
                            sequence[0] += lines;
                        });
        for (int at = 0; at < file.length; at += READ_BYTES) {
            framer.read(Unpooled.wrappedBuffer(file, at, Math.min(READ_BYTES, file.length - at)));
        }
        framer.finish();
        return chunks;
    }
}
