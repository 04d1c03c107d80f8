package io.logdrive.ingest.process;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.ForwardException;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;

/** The body of a chunk, in each of the forms that it may have, as Jazzer feeds it. */
public final class ChunkFuzz {
    private static final Origin ORIGIN = new Origin(new UUID(1, 2), OriginKind.LINES, "", "", "");
    private static final ChunkParser PARSER = new ChunkParser();
    private static final Chunk.Format[] FORMATS = Chunk.Format.values();

    private ChunkFuzz() {}

    /** The first two bytes say which form it has, and how many lines. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        if (data.length < 2) {
            return;
        }
        Chunk chunk =
                new Chunk(
                        ORIGIN,
                        0,
                        1 + (data[1] & 0xff),
                        1_795_250_000_123_456L,
                        FORMATS[(data[0] & 0xff) % FORMATS.length],
                        Arrays.copyOfRange(data, 2, data.length),
                        new BitSet());
        int[] records = {0};
        try {
            PARSER.parse(
                    chunk,
                    logRecord -> {
                        records[0]++;
                        checked(logRecord);
                    });
        } catch (ForwardException | IllegalStateException | IllegalArgumentException e) {
            // Not as many lines as it says, or no entries: a dead letter, whole.
            return;
        }
        if (chunk.format() != Chunk.Format.NONE && records[0] != chunk.lines()) {
            throw new AssertionError("records: " + records[0] + " of " + chunk.lines());
        }
    }

    private static void checked(LogRecord logRecord) {
        try {
            LineFuzz.check(logRecord);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
