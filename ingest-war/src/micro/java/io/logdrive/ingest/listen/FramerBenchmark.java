package io.logdrive.ingest.listen;

import io.logdrive.ingest.BenchmarkLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The listener's cutting of what was read into chunks, for each line. Confined to one thread. */
@State(Scope.Thread)
@OperationsPerInvocation(FramerBenchmark.LINES)
public class FramerBenchmark {
    static final int LINES = 1_000;

    /** What one read brings. */
    private static final int READ_BYTES = 64 << 10;

    private ByteBuf read;

    /** Makes what is read, off the heap as Netty has it. */
    @Setup
    public void setUp() {
        byte[] lines = BenchmarkLines.json(LINES);
        read = Unpooled.directBuffer(lines.length).writeBytes(lines);
    }

    /** Gives it back. */
    @TearDown
    public void tearDown() {
        read.release();
    }

    /** LineFramer, in reads of 64 KiB, at whose ends a line is unfinished. */
    @Benchmark
    public void frameLine(Blackhole sink) {
        LineFramer framer =
                new LineFramer(1 << 20, 1_000, (body, lines, truncated) -> sink.consume(body));
        for (int at = 0; at < read.writerIndex(); at += READ_BYTES) {
            framer.read(read.slice(at, Math.min(READ_BYTES, read.writerIndex() - at)));
        }
    }
}
