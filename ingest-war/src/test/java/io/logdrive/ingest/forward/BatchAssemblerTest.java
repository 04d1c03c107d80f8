package io.logdrive.ingest.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.payara.ClientProtection;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {
    private static final Origin ONE = Chunks.origin(1);
    private static final Origin TWO = Chunks.origin(2);

    private final List<Batch> batches = new ArrayList<>();
    private final ChunkParser parser = new ChunkParser();
    private final BatchAssembler assembler = assembler(1 << 20);

    @Test
    void closesBatchWhenRecordLimitIsReached() {
        add(Chunks.of(ONE, 0, 4), 0);
        add(Chunks.of(ONE, 4, 5), 0);
        assertThat(batches).isEmpty();

        add(Chunks.of(ONE, 9, 1), 0);

        assertThat(batches).extracting(Batch::records).containsExactly(10);
        assertThat(batches.get(0).deliveries()).hasSize(3);
        assertThat(Frames.bodies(batches.get(0).frame()))
                .containsExactly("l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7", "l8", "l9");
    }

    @Test
    void closesBatchBeforeAChunkThatWouldExceedTheRecordLimit() {
        add(Chunks.of(ONE, 0, 6), 0);

        add(Chunks.of(ONE, 6, 6), 0);
        assembler.close();

        assertThat(batches).extracting(Batch::records).containsExactly(6, 6);
    }

    @Test
    void keepsAChunkOverTheRecordLimitWhole() {
        add(Chunks.of(ONE, 0, 25), 0);

        assertThat(batches).extracting(Batch::records).containsExactly(25);
    }

    @Test
    void closesBatchWhenByteLimitIsReached() {
        BatchAssembler small = assembler(1_000);

        add(small, Chunks.of(ONE, 0, 1, "x".repeat(600) + "\n"), 0);
        assertThat(batches).isEmpty();
        add(small, Chunks.of(ONE, 1, 1, "x".repeat(600) + "\n"), 0);

        assertThat(batches).extracting(Batch::records).containsExactly(2);
    }

    @Test
    void closesBatchWhenItsOldestChunkIsOldEnough() {
        add(Chunks.of(ONE, 0, 1), 1_000);
        add(Chunks.of(ONE, 1, 1), 900_000_000);

        assembler.closeWhenAged(1_000_000_999);
        assertThat(batches).isEmpty();
        assembler.closeWhenAged(1_000_001_000);
        assembler.closeWhenAged(9_000_000_000L);

        assertThat(batches).extracting(Batch::records).containsExactly(2);
    }

    @Test
    void countsTheAgeOfEachBatchFromItsOwnFirstChunk() {
        add(Chunks.of(ONE, 0, 10), 0);
        add(Chunks.of(ONE, 10, 1), 900_000_000);

        assembler.closeWhenAged(1_500_000_000);
        assertThat(batches).hasSize(1);
        assembler.closeWhenAged(1_900_000_000);

        assertThat(batches).hasSize(2);
    }

    @Test
    void closesNothingWhenNothingIsOpen() {
        assembler.close();
        assembler.closeWhenAged(Long.MAX_VALUE);

        assertThat(batches).isEmpty();
    }

    @Test
    void mergesConsecutiveChunksOfAnOriginIntoOneRunAndKeepsOthersApart() {
        add(Chunks.of(ONE, 5, 2), 0);
        add(Chunks.of(ONE, 7, 1), 0);
        add(Chunks.of(TWO, 0, 1), 0);
        add(Chunks.of(ONE, 8, 1), 0);
        add(Chunks.of(ONE, 12, 1), 0);
        assembler.close();

        assertThat(Frames.events(batches.get(0).frame()).ledger())
                .containsExactly(run(ONE, 5, 3), run(TWO, 0, 1), run(ONE, 8, 1), run(ONE, 12, 1));
        assertThat(Frames.events(batches.get(0).frame()).origins()).containsExactly(ONE, TWO);
    }

    @Test
    void sendsOriginsAndRunsOfABatchOnlyWithThatBatch() {
        add(Chunks.of(ONE, 0, 1), 0);
        assembler.close();
        add(Chunks.of(TWO, 0, 1), 0);
        assembler.close();

        assertThat(Frames.events(batches.get(1).frame()).origins()).containsExactly(TWO);
        assertThat(Frames.events(batches.get(1).frame()).ledger()).containsExactly(run(TWO, 0, 1));
    }

    @Test
    void namesEachBatchOnce() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            add(Chunks.of(ONE, i, 1), 0);
            assembler.close();
        }

        batches.forEach(batch -> names.add(batch.name()));

        assertThat(names).hasSize(100).contains("instance:0", "instance:99");
        assertThat(Frames.events(batches.get(7).frame()).chunk()).isEqualTo("instance:7");
    }

    @Test
    void closesBatchBeforeAChunkThatMightMakeItTooLargeForAFrame() {
        add(Chunks.of(ONE, 0, 1), 0);

        boolean added = add(Chunks.of(ONE, 1, 1, "x".repeat(4 << 20) + "\n"), 0);

        assertThat(added).isTrue();
        assertThat(batches).extracting(Batch::records).containsExactly(1, 1);
    }

    @Test
    void refusesAChunkWhoseRecordsNoFrameTakesAndGoesOnWithTheOthers() {
        add(Chunks.of(ONE, 0, 1), 0);

        boolean added =
                add(Chunks.of(ONE, 1, 1, "x".repeat(BatchAssembler.ENTRIES_BYTES_MAX) + "\n"), 0);
        add(Chunks.of(ONE, 2, 1), 0);
        assembler.close();

        assertThat(added).isFalse();
        assertThat(batches).extracting(Batch::records).containsExactly(1, 1);
        assertThat(Frames.bodies(batches.get(1).frame())).containsExactly("l2");
        assertThat(Frames.events(batches.get(1).frame()).ledger()).containsExactly(run(ONE, 2, 1));
    }

    @Test
    void writesTheLedgerOfStoredAndFilteredByTurns() {
        add(marked(0, 10, "0-1,4,9", Chunk.Format.LINES, "a\nb\nc\nd\ne\nf\n"), 0);
        add(marked(10, 3, "0-2", Chunk.Format.TEXTS, "\0\0\0\0"), 0);
        add(marked(13, 2, "1", Chunk.Format.LINES, "g\n"), 0);
        assembler.close();

        assertThat(Frames.bodies(batches.get(0).frame()))
                .containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(Frames.events(batches.get(0).frame()).ledger())
                .containsExactly(
                        filtered(0, 2),
                        run(ONE, 2, 2),
                        filtered(4, 1),
                        run(ONE, 5, 4),
                        filtered(9, 4),
                        run(ONE, 13, 1),
                        filtered(14, 1));
    }

    @Test
    void tellsTheLedgerOfLinesGivenUpWhichOfThemWereFiltered() {
        add(marked(3, 4, "1-2", Chunk.Format.NONE, ""), 0);
        assembler.close();

        assertThat(Frames.events(batches.get(0).frame()).ledger())
                .containsExactly(
                        new LedgerRun(ONE.id(), 3, 1, Outcome.DEAD),
                        filtered(4, 2),
                        new LedgerRun(ONE.id(), 6, 1, Outcome.DEAD));
    }

    @Test
    void closesABatchOfFilteredLinesAlone() {
        for (int i = 0; i < 10; i++) {
            // Never a run of two chunks: each leaves a gap.
            add(marked(3L * i, 2, "0-1", Chunk.Format.TEXTS, "\0\0\0\0"), 0);
        }

        assertThat(batches).extracting(Batch::records).containsExactly(0);
        assertThat(batches.get(0).deliveries()).hasSize(10);
        assertThat(Frames.events(batches.get(0).frame()).ledger()).hasSize(10);
    }

    @Test
    void closesABatchBeforeItsLedgerIsTooLong() {
        StringBuilder filtered = new StringBuilder("0");
        for (int i = 2; i < 12_000; i += 2) {
            filtered.append(',').append(i);
        }
        String body = "x\n".repeat(6_000);
        BatchAssembler large = assembler(100_000, 1 << 20);
        add(large, marked(0, 12_000, filtered.toString(), Chunk.Format.LINES, body), 0);
        assertThat(batches).isEmpty();
        add(large, marked(12_000, 12_000, filtered.toString(), Chunk.Format.LINES, body), 0);
        large.close();

        assertThat(batches).extracting(Batch::records).containsExactly(6_000, 6_000);
    }

    private static Chunk marked(
            long first, int lines, String filtered, Chunk.Format format, String body) {
        LineMarks marks =
                new LineMarks(new BitSet(), FilteredRuns.parse(filtered), LineAttributes.NONE);
        return new Chunk(ONE, first, lines, Chunks.RECEIVED, format, body.getBytes(UTF_8), marks);
    }

    private static LedgerRun filtered(long first, long count) {
        return new LedgerRun(ONE.id(), first, count, Outcome.FILTERED);
    }

    private boolean add(Chunk chunk, long nowNanos) {
        return add(assembler, chunk, nowNanos);
    }

    private boolean add(BatchAssembler to, Chunk chunk, long nowNanos) {
        List<LogRecord> records = new ArrayList<>();
        FilteredRuns filtered = parser.parse(chunk, records::add);
        return to.add(new Lent(chunk, chunk.name()), records, filtered, nowNanos);
    }

    private record Lent(Chunk chunk, String id) implements Delivery {}

    private BatchAssembler assembler(long bytesMax) {
        return assembler(10, bytesMax);
    }

    private BatchAssembler assembler(int recordsMax, long bytesMax) {
        ForwardConfig config =
                new ForwardConfig(
                        recordsMax,
                        Duration.ofSeconds(1),
                        bytesMax,
                        new InetSocketAddress("127.0.0.1", 1),
                        ClientProtection.none(new InetSocketAddress("127.0.0.1", 1)),
                        4,
                        1 << 20);
        return new BatchAssembler(config, "instance", batches::add);
    }

    private static LedgerRun run(Origin origin, long first, long count) {
        return new LedgerRun(origin.id(), first, count, Outcome.STORED);
    }
}
