package io.logdrive.ingest.process;

import io.logdrive.ingest.BenchmarkLines;
import io.logdrive.ingest.queue.Chunk;
import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.OriginKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What rules cost a record that they are not for, and what counting costs. On one thread. */
@State(Scope.Thread)
public class RulesBenchmark {
    private static final int LINES = 1_000;
    private static final long RECEIVED = 1_795_250_000_123_456L;
    private static final String WORD =
            "  - {tag: t, when: {message: {matches: 'absent word %d'}}}\n";
    private static final String SERVICE = "  - {tag: t, when: {service: absent-%d}}\n";
    private static final String DIGITS = "  - {tag: t, when: {message: {matches: '\\d{9}x%d'}}}\n";

    private final Chunk chunk =
            new Chunk(
                    new Origin(new UUID(1, 2), OriginKind.LINES, "", "", ""),
                    0,
                    LINES,
                    RECEIVED,
                    Chunk.Format.LINES,
                    BenchmarkLines.json(LINES),
                    new BitSet());
    private final List<LogRecord> records = parsed(chunk);
    private final Pipeline oneWord = pipeline(WORD, 1);
    private final Pipeline tenWords = pipeline(WORD, 10);
    private final Pipeline tenServices = pipeline(SERVICE, 10);
    private final Pipeline oneExpression = pipeline(DIGITS, 1);
    private final Pipeline redaction = pipeline("  - {redact: [card, email, token]}\n", 1);
    private final LineStatistics statistics = new LineStatistics(new SimpleMeterRegistry());

    private static List<LogRecord> parsed(Chunk chunk) {
        List<LogRecord> records = new ArrayList<>();
        new ChunkParser().parse(chunk, records::add);
        return records;
    }

    private static Pipeline pipeline(String rule, int count) {
        StringBuilder text = new StringBuilder("rules:\n");
        for (int i = 0; i < count; i++) {
            text.append(rule.formatted(i));
        }
        Pipeline pipeline = new Pipeline(RuleSet.of("rules", text.toString()));
        pipeline.begin(LineOrigin.UNKNOWN);
        return pipeline;
    }

    /** One rule by a word in the message. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int oneWord() {
        return finish(oneWord);
    }

    /** Ten of these. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int tenWords() {
        return finish(tenWords);
    }

    /** Ten rules by a service. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int tenServices() {
        return finish(tenServices);
    }

    /** One rule by an expression that has no word. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int oneExpression() {
        return finish(oneExpression);
    }

    /** All presets of redaction, in the message and in the fields. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int redaction() {
        return finish(redaction);
    }

    /** Counting what a chunk became, for each line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public LineStatistics statistics() {
        statistics.count(chunk, records, chunk.marks().filtered(), RuleCounts.NONE);
        return statistics;
    }

    private int finish(Pipeline pipeline) {
        int kept = 0;
        for (LogRecord each : records) {
            kept += pipeline.finish(each) ? 1 : 0;
        }
        return kept;
    }
}
