package io.logdrive.destination.store;

import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Outcome;
import io.logdrive.wire.RecordDecoder;
import io.logdrive.wire.RecordEncoder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What the writer does with each record before the database has it. Confined to one thread. */
@State(Scope.Thread)
@OperationsPerInvocation(RowsBenchmark.ROWS)
public class RowsBenchmark {
    static final int ROWS = 10_000;

    private static final UUID ORIGIN = new UUID(1, 2);
    private static final long RECEIVED = 1_795_250_000_123_456L;

    private final BinaryRows binary = new BinaryRows();
    private final RecentTexts recent = new RecentTexts(RecentTexts.COST_MAX);
    private final List<EncodedRecord> records = new ArrayList<>();
    private List<Row> rows = List.of();
    private long next;

    /** Makes records as they are taken from a batch. */
    @Setup
    public void setUp() {
        RecordEncoder batch = new RecordEncoder();
        for (int i = 0; i < ROWS; i++) {
            batch.add(
                    new LogRecord(
                            RECEIVED + i,
                            RECEIVED + i + 100,
                            Level.INFO,
                            "payment",
                            "app-1",
                            "payment of order " + i + " authorized by the bank",
                            List.of(),
                            "{\"request\":\""
                                    + Integer.toHexString(i)
                                    + "\",\"latency\":"
                                    + i
                                    + "}",
                            0));
        }
        new RecordDecoder().decodeBatch(batch.take(), records::add);
        rows = records.stream().map(made -> new Row(made, ORIGIN, 0)).toList();
    }

    /** BinaryRows: a row as COPY takes it. */
    @Benchmark
    public void copyRow(Blackhole sink) throws SQLException {
        binary.write(rows, 1, (bytes, length) -> sink.consume(bytes));
    }

    /** RecentTexts: the checksum of a record's texts, kept for later. */
    @Benchmark
    public @Nullable Object textHash() {
        LedgerRun run = new LedgerRun(ORIGIN, next, ROWS, Outcome.STORED);
        next += ROWS;
        return recent.enter(
                run, records, List.of(new OriginCoverage.Range(run.first(), run.last())));
    }
}
