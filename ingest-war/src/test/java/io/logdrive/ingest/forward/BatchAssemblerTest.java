package io.logdrive.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.ingest.process.ChunkParser;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.queue.Chunks;
import io.logdrive.ingest.queue.Delivery;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
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

        boolean added = add(Chunks.of(ONE, 1, 1, "x".repeat(3 << 20) + "\n"), 0);

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

    private boolean add(Chunk chunk, long nowNanos) {
        return add(assembler, chunk, nowNanos);
    }

    private boolean add(BatchAssembler to, Chunk chunk, long nowNanos) {
        List<LogRecord> records = new ArrayList<>();
        parser.parse(chunk, records::add);
        return to.add(new Lent(chunk, chunk.name()), records, nowNanos);
    }

    private record Lent(Chunk chunk, String id) implements Delivery {}

    private BatchAssembler assembler(long bytesMax) {
        ForwardConfig config =
                new ForwardConfig(
                        10,
                        Duration.ofSeconds(1),
                        bytesMax,
                        new InetSocketAddress("127.0.0.1", 1),
                        4,
                        1 << 20);
        return new BatchAssembler(config, "instance", batches::add);
    }

    private static LedgerRun run(Origin origin, long first, long count) {
        return new LedgerRun(origin.id(), first, count, Outcome.STORED);
    }
}
