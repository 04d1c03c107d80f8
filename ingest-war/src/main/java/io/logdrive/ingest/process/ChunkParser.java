package io.logdrive.ingest.process;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.payara.Sabotage;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordDecoder;
import io.logdrive.wire.RecordFlags;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Parses whole chunks.
 *
 * <p>Confined to the forwarder's thread.
 */
public final class ChunkParser {
    private final LineParser lines = new LineParser();
    private final RecordDecoder entries = new RecordDecoder();

    /**
     * Gives {@code sink} one record for each line of {@code chunk}, in their order; none when the
     * chunk was given up ({@link Chunk.Format#NONE}).
     *
     * @throws IllegalStateException when the body does not hold as many lines as the chunk says
     */
    public void parse(Chunk chunk, Consumer<LogRecord> sink) {
        if (Sabotage.FAIL_PROCESSING.isOn()) {
            failWhenMarked(chunk);
        }
        int found =
                switch (chunk.format()) {
                    case LINES -> parseLines(chunk, sink);
                    case ENTRIES -> parseEntries(chunk, sink);
                    case NONE -> chunk.lines();
                };
        if (found != chunk.lines()) {
            throw new IllegalStateException(
                    "chunk "
                            + chunk.name()
                            + ": expected "
                            + chunk.lines()
                            + " lines, found "
                            + found);
        }
    }

    private static void failWhenMarked(Chunk chunk) {
        // Every byte is a character, so that what the body holds besides does not matter.
        if (new String(chunk.body(), StandardCharsets.ISO_8859_1)
                .contains(Sabotage.UNPROCESSABLE)) {
            throw new IllegalStateException(
                    "chunk " + chunk.name() + ": sabotage " + Sabotage.FAIL_PROCESSING.word());
        }
    }

    private int parseLines(Chunk chunk, Consumer<LogRecord> sink) {
        byte[] body = chunk.body();
        int count = 0;
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int flags = chunk.truncated().get(count) ? RecordFlags.TRUNCATED : 0;
            sink.accept(lines.parse(body, start, end, chunk.receivedMicros(), flags));
            count++;
            start = end + 1;
        }
        return count;
    }

    private int parseEntries(Chunk chunk, Consumer<LogRecord> sink) {
        EntryRange range = new EntryRange(chunk.body(), 0, chunk.body().length, chunk.lines());
        int[] count = {0};
        entries.decodeForeign(
                range,
                chunk.receivedMicros(),
                logRecord -> {
                    count[0]++;
                    sink.accept(logRecord);
                });
        return count[0];
    }
}
