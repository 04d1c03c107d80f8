package io.logdrive.ingest.process;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.payara.Sabotage;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.PrefixedLines;
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
     * Gives {@code sink} one record for each line of {@code chunk} that was not filtered, in their
     * order; none when the chunk was given up ({@link Chunk.Format#NONE}).
     *
     * @throws IllegalStateException when the body does not hold as many lines as the chunk says
     */
    public void parse(Chunk chunk, Consumer<LogRecord> sink) {
        if (Sabotage.FAIL_PROCESSING.isOn()) {
            failWhenMarked(chunk);
        }
        lines.processIsService(chunk.marks().attributes().service() == null);
        Consumer<LogRecord> records = withAttributes(chunk.marks().attributes(), sink);
        int found =
                switch (chunk.format()) {
                    case LINES -> parseLines(chunk, records);
                    case TEXTS -> parseTexts(chunk, records);
                    case ENTRIES -> parseEntries(chunk, records);
                    case NONE -> chunk.kept();
                };
        if (found != chunk.kept()) {
            throw new IllegalStateException(
                    "chunk "
                            + chunk.name()
                            + ": expected "
                            + chunk.kept()
                            + " lines, found "
                            + found);
        }
    }

    private static Consumer<LogRecord> withAttributes(
            LineAttributes attributes, Consumer<LogRecord> sink) {
        if (attributes.isEmpty()) {
            return sink;
        }
        AttributeFields fields = new AttributeFields(attributes);
        return plain -> sink.accept(fields.addTo(plain));
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
            sink.accept(lines.parse(body, start, end, chunk.receivedMicros(), flags(chunk, count)));
            count++;
            start = end + 1;
        }
        return count;
    }

    private int parseTexts(Chunk chunk, Consumer<LogRecord> sink) {
        byte[] body = chunk.body();
        PrefixedLines texts = new PrefixedLines(body);
        int count = 0;
        while (texts.next()) {
            sink.accept(
                    lines.parse(
                            body,
                            texts.start(),
                            texts.end(),
                            chunk.receivedMicros(),
                            flags(chunk, count)));
            count++;
        }
        return count;
    }

    private static int flags(Chunk chunk, int line) {
        return chunk.truncated().get(line) ? RecordFlags.TRUNCATED : 0;
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
