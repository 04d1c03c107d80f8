package io.logdrive.ingest.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.BitSet;
import java.util.UUID;

/** Chunks for tests. */
public final class Chunks {
    public static final long RECEIVED = 1_700_000_000_000_000L;

    private Chunks() {}

    public static Origin origin(long number) {
        return new Origin(
                new UUID(0, number), OriginKind.LINES, "127.0.0.1:" + number, "127.0.0.1", "");
    }

    /** Lines {@code l<sequence>}. */
    public static Chunk of(Origin origin, long first, int lines) {
        StringBuilder body = new StringBuilder();
        for (long i = first; i < first + lines; i++) {
            body.append('l').append(i).append('\n');
        }
        return of(origin, first, lines, body.toString());
    }

    public static Chunk of(Origin origin, long first, int lines, String body) {
        return new Chunk(
                origin,
                first,
                lines,
                RECEIVED,
                Chunk.Format.LINES,
                body.getBytes(UTF_8),
                new BitSet());
    }
}
