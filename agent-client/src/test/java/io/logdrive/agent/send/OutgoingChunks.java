package io.logdrive.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.ChunkName;
import io.logdrive.wire.LineChunkEncoder;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Chunks of one line each, of one origin. Confined to the test's thread, but the count. */
final class OutgoingChunks {
    private final UUID origin = UUID.randomUUID();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private int made;

    /** The next chunk: its line is its number. */
    OutgoingChunk next() {
        return next(Integer.toString(made));
    }

    OutgoingChunk next(String line) {
        LineChunkEncoder encoder =
                new LineChunkEncoder(new Origin(origin, OriginKind.AGENT, "", "h", "n"));
        byte[] text = line.getBytes(UTF_8);
        byte[] frame = new byte[encoder.frameBytes() + LineChunkEncoder.ENTRY_BYTES + text.length];
        encoder.begin(frame, 1_700_000_000_000_000L);
        System.arraycopy(text, 0, frame, encoder.lineStart(), text.length);
        encoder.lineEnd(encoder.lineStart() + text.length);
        String name = ChunkName.of(origin, made);
        int length = encoder.finish(made);
        made++;
        return new OutgoingChunk(name, frame, length, acknowledged::incrementAndGet);
    }

    /** How many were. */
    int acknowledged() {
        return acknowledged.get();
    }
}
