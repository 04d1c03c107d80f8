package io.logdrive.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An agent's chunk of raw lines, for each line. Confined to one thread. */
@State(Scope.Thread)
@OperationsPerInvocation(AgentChunkBenchmark.LINES)
public class AgentChunkBenchmark {
    static final int LINES = 1_000;

    private static final byte[] LINE =
            ("{\"message\":\"" + "x".repeat(130) + "\"}").getBytes(UTF_8);

    private final LineChunkEncoder encoder =
            new LineChunkEncoder(new Origin(new UUID(1, 2), OriginKind.AGENT, "", "host", "name"));
    private final ForwardCodec codec = new ForwardCodec(ForwardLimits.defaults());
    private byte[] frame;
    private EntryRange entries;
    private EntryRange traces;

    /** Makes what is decoded. */
    @Setup
    public void setUp() {
        frame =
                new byte
                        [encoder.frameBytes()
                                + LINES * (LineChunkEncoder.ENTRY_BYTES + LINE.length)];
        int length = encodeLine();
        // Decoding gives a part of the frame, in which the other lines are written next.
        entries = ((ForwardMessage.Events) codec.decode(frame, 0, length)).entries().copy();
        byte[] trace = LINE.clone();
        trace[LINE.length / 2] = '\n';
        length = encode(trace);
        traces = ((ForwardMessage.Events) codec.decode(frame, 0, length)).entries().copy();
    }

    /** LineChunkEncoder. */
    @Benchmark
    public int encodeLine() {
        return encode(LINE);
    }

    private int encode(byte[] line) {
        encoder.begin(frame, 1_795_250_000_123_456L);
        for (int i = 0; i < LINES; i++) {
            int start = encoder.lineStart();
            System.arraycopy(line, 0, frame, start, line.length);
            encoder.lineEnd(start + line.length);
        }
        return encoder.finish(0);
    }

    /** LineEntries: the raw lines of the chunk, as ingest queues them. */
    @Benchmark
    public LineEntries.Lines takeLine() {
        return new LineEntries(entries, 1 << 20).take(LINES, 1 << 20);
    }

    /** The same when they contain newlines. */
    @Benchmark
    public LineEntries.Lines takeTrace() {
        return new LineEntries(traces, 1 << 20).take(LINES, 1 << 20);
    }
}
