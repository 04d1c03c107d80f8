package io.logdrive.destination.store;

import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Outcome;
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
@OperationsPerInvocation(RowsBenchmark.ROWS)
public class RowsBenchmark {
    static final int ROWS = 10_000;

    private static final UUID ORIGIN = new UUID(1, 2);
    private static final long RECEIVED = 1_795_250_000_123_456L;

    /** BinaryRows: a row as COPY takes it. */
    @Benchmark
    public void copyRow(Rows of, Blackhole sink) throws SQLException {
        of.binary.write(of.rows, 1, (bytes, length) -> sink.consume(bytes));
    }

    /** RecentTexts: the checksum of a record's texts, kept for later. */
    @Benchmark
    public @Nullable Object textHash(FreshTexts of) {
        LedgerRun run = new LedgerRun(ORIGIN, of.next, ROWS, Outcome.STORED);
        of.next += ROWS;
        return of.recent.enter(
                run, of.records, List.of(new OriginCoverage.Range(run.first(), run.last())));
    }

    private static List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            records.add(
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
        return records;
    }

    /** Rows that are the same each time. Confined to one thread. */
    @State(Scope.Thread)
    public static class Rows {
        private final BinaryRows binary = new BinaryRows();
        private final List<Row> rows =
                records().stream().map(made -> new Row(made, ORIGIN, 0)).toList();
    }

    /**
     * Texts that nobody has hashed: the JVM keeps a text's hash. What it takes to make them is in
     * the bytes that JMH finds allocated, but not in the time.
     *
     * <p>Confined to one thread.
     */
    @State(Scope.Thread)
    public static class FreshTexts {
        private final RecentTexts recent = new RecentTexts(RecentTexts.COST_MAX);
        private List<LogRecord> records = List.of();
        private long next;

        /** Makes them anew. */
        @Setup(org.openjdk.jmh.annotations.Level.Invocation)
        public void setUp() {
            records = records();
        }
    }
}
