package io.logdrive.ingest.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logdrive.ingest.BenchmarkLines;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.wire.FilteredRuns;
import io.logdrive.wire.LineAttributes;
import io.logdrive.wire.LineMarks;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A line becomes a record. Confined to one thread. */
@State(Scope.Thread)
public class ParserBenchmark {
    private static final int LINES = 1_000;
    private static final long RECEIVED = 1_795_250_000_123_456L;

    private final JsonScanner scanner = new JsonScanner();
    private final JsonLineParser jackson = new JsonLineParser();
    private final LineParser parser = new LineParser();
    private final ChunkParser chunks = new ChunkParser();
    private final byte[] json = BenchmarkLines.json(1);
    private final byte[] plain = BenchmarkLines.plain().getBytes(UTF_8);
    private final byte[] syslog = BenchmarkLines.syslog().getBytes(UTF_8);
    private final byte[] access = BenchmarkLines.access().getBytes(UTF_8);
    private final Chunk chunk =
            new Chunk(
                    new Origin(new UUID(1, 2), OriginKind.LINES, "", "", ""),
                    0,
                    LINES,
                    RECEIVED,
                    Chunk.Format.LINES,
                    BenchmarkLines.json(LINES),
                    new BitSet());

    /** The same of an agent that says where it read them. */
    private final Chunk attributed =
            new Chunk(
                    chunk.origin(),
                    0,
                    LINES,
                    RECEIVED,
                    Chunk.Format.LINES,
                    chunk.body(),
                    new LineMarks(
                            new BitSet(),
                            FilteredRuns.NONE,
                            new LineAttributes(
                                    "payment",
                                    "app-1",
                                    List.of("eu"),
                                    Map.of("path", "/var/log/payment.log"))));

    /** JsonScanner, which takes what loggers write. */
    @Benchmark
    public @Nullable LogRecord jsonByScanner() {
        return scanner.parse(json, 0, json.length - 1, RECEIVED, 0);
    }

    /** JsonLineParser, by Jackson, which takes the rest. */
    @Benchmark
    public @Nullable LogRecord jsonByJackson() {
        return jackson.parse(json, 0, json.length - 1, RECEIVED, 0);
    }

    /** A line of syslog, as files have it. */
    @Benchmark
    public LogRecord syslogLine() {
        return parser.parse(syslog, 0, syslog.length, RECEIVED, 0);
    }

    /** A line of an access log. */
    @Benchmark
    public LogRecord accessLine() {
        return parser.parse(access, 0, access.length, RECEIVED, 0);
    }

    /** A line of a logger. */
    @Benchmark
    public LogRecord plainLine() {
        return parser.parse(plain, 0, plain.length, RECEIVED, 0);
    }

    /** ChunkParser, for each line of a chunk of 1,000. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void jsonOfChunk(Blackhole sink) {
        chunks.parse(chunk, sink::consume);
    }

    /** The same with attributes, one of them a field. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void jsonOfAttributedChunk(Blackhole sink) {
        chunks.parse(attributed, sink::consume);
    }
}
