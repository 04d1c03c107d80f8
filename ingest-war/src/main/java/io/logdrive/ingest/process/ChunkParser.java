package io.logdrive.ingest.process;

import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.EffectiveRules;
import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.payara.Sabotage;
import io.logdrive.wire.EntryRange;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.PrefixedLines;
import io.logdrive.wire.RecordDecoder;
import io.logdrive.wire.RecordFlags;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses whole chunks by the rules in force.
 *
 * <p>Confined to the forwarder's thread.
 */
public final class ChunkParser {
    private final EffectiveRules rules;
    private final LineParser lines = new LineParser();
    private final RecordDecoder entries = new RecordDecoder();
    private final DroppedLines dropped = new DroppedLines();

    /** By the rules that were in force when the last chunk was parsed; null: there were none. */
    private @Nullable Pipeline pipeline;

    /** Without rules. */
    public ChunkParser() {
        this(EffectiveRules.NONE);
    }

    /** By the rules in force when a chunk is parsed. */
    public ChunkParser(EffectiveRules rules) {
        this.rules = rules;
    }

    /**
     * Gives {@code sink} one record for each line of {@code chunk} that was not filtered, in their
     * order; none when the chunk was given up ({@link Chunk.Format#NONE}).
     *
     * @return which sequences of the chunk have no record: those that its agent filtered and those
     *     that a rule dropped
     * @throws IllegalStateException when the body does not hold as many lines as the chunk says
     */
    public FilteredRuns parse(Chunk chunk, Consumer<LogRecord> sink) {
        if (Sabotage.FAIL_PROCESSING.isOn()) {
            failWhenMarked(chunk);
        }
        Pipeline stages = stages();
        if (stages == null) {
            lines.processIsService(chunk.marks().attributes().service() == null);
            parse(chunk, lines::parse, sink);
            return chunk.marks().filtered();
        }
        stages.begin(originOf(chunk));
        dropped.clear();
        parse(chunk, stages.parse()::parse, parsed -> finish(stages, parsed, sink));
        return dropped.with(chunk.marks().filtered(), chunk.lines());
    }

    /** What rules did to the lines of the chunk that was parsed last. */
    public RuleCounts counts() {
        return pipeline == null ? RuleCounts.NONE : pipeline.counts();
    }

    private void finish(Pipeline stages, LogRecord parsed, Consumer<LogRecord> sink) {
        boolean kept = stages.finish(parsed);
        dropped.next(!kept);
        if (kept) {
            sink.accept(stages.finished());
        }
    }

    private @Nullable Pipeline stages() {
        RuleSet current = rules.current();
        if (current.isEmpty()) {
            pipeline = null;
        } else if (pipeline == null || !pipeline.isOf(current)) {
            pipeline = new Pipeline(current);
        }
        return pipeline;
    }

    private static LineOrigin originOf(Chunk chunk) {
        LineAttributes attributes = chunk.marks().attributes();
        return new LineOrigin(
                chunk.origin().kind().word(),
                chunk.origin().name(),
                chunk.origin().peer(),
                attributes.service(),
                attributes.host(),
                attributes.tags());
    }

    /** Makes a record of a line. Confined to one thread. */
    @FunctionalInterface
    private interface ToRecord {
        @SuppressWarnings("checkstyle:ParameterNumber")
        LogRecord of(byte[] bytes, int start, int end, long receivedMicros, int flags);
    }

    private void parse(Chunk chunk, ToRecord toRecord, Consumer<LogRecord> sink) {
        Consumer<LogRecord> records = withAttributes(chunk.marks().attributes(), sink);
        int found =
                switch (chunk.format()) {
                    case LINES -> parseLines(chunk, toRecord, records);
                    case TEXTS -> parseTexts(chunk, toRecord, records);
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

    private static int parseLines(Chunk chunk, ToRecord toRecord, Consumer<LogRecord> sink) {
        byte[] body = chunk.body();
        int count = 0;
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            sink.accept(toRecord.of(body, start, end, chunk.receivedMicros(), flags(chunk, count)));
            count++;
            start = end + 1;
        }
        return count;
    }

    private static int parseTexts(Chunk chunk, ToRecord toRecord, Consumer<LogRecord> sink) {
        byte[] body = chunk.body();
        PrefixedLines texts = new PrefixedLines(body);
        int count = 0;
        while (texts.next()) {
            sink.accept(
                    toRecord.of(
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
