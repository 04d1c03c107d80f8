package io.logdrive.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Records on the hop from ingest to destination, for each of a batch. Confined to one thread. */
@State(Scope.Thread)
@OperationsPerInvocation(RecordsBenchmark.RECORDS)
public class RecordsBenchmark {
    static final int RECORDS = 1_000;

    private static final UUID ID = new UUID(1, 2);
    private static final long RECEIVED = 1_795_250_000_123_456L;

    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();
    private final ForwardLimits limits = ForwardLimits.defaults();
    private final ForwardCodec codec = new ForwardCodec(limits);
    private final FrameScanner scanner = new FrameScanner(limits);
    private final List<LedgerRun> runs = List.of(new LedgerRun(ID, 0, RECORDS, Outcome.STORED));
    private final List<Origin> origins =
            List.of(new Origin(ID, OriginKind.LINES, "127.0.0.1:40000", "127.0.0.1", ""));
    private final List<LogRecord> records = new ArrayList<>();
    private EntryRange entries;
    private byte[] frame;

    /** Makes what is encoded and what is decoded. */
    @Setup
    public void setUp() {
        for (int i = 0; i < RECORDS; i++) {
            records.add(
                    new LogRecord(
                            RECEIVED + i,
                            RECEIVED + i + 100,
                            Level.INFO,
                            "payment",
                            "app-" + i % 3,
                            "payment of order " + i + " authorized by the bank",
                            List.of(),
                            "{\"request\":\""
                                    + Integer.toHexString(i)
                                    + "\",\"latency\":"
                                    + i
                                    + "}",
                            0));
        }
        records.forEach(encoder::add);
        entries = encoder.take();
        frame = ForwardCodec.encodeBatch("logdrive", "chunk", entries, runs, origins);
    }

    /** RecordEncoder. */
    @Benchmark
    public int encodeRecord() {
        encoder.clear();
        records.forEach(encoder::add);
        return encoder.bytes();
    }

    /** RecordDecoder. */
    @Benchmark
    public void decodeRecord(Blackhole sink) {
        decoder.decodeBatch(entries, sink::consume);
    }

    /** ForwardCodec: the frame around the entries, with their checksum. */
    @Benchmark
    public byte[] encodeFrame() {
        return ForwardCodec.encodeBatch("logdrive", "chunk", entries, runs, origins);
    }

    /** FrameScanner: where the frame ends; it steps over packed entries as a whole. */
    @Benchmark
    public boolean scanFrame() {
        return scanner.scan(ByteBuffer.wrap(frame));
    }

    /** ForwardCodec: checksum, options and the outline of each entry. */
    @Benchmark
    public ForwardMessage decodeFrame() {
        return codec.decode(frame, 0, frame.length);
    }
}
