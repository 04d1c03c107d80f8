package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.destination.TestRecords;
import io.logdrive.payara.CrashPoint;
import io.logdrive.wire.Origin;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a real process that stores, at whatever it is doing, again and again. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoreKillIT {
    private static final int BATCH = 20;
    private static final Origin ORIGIN = TestRecords.origin(1);

    @TempDir Path data;
    private final TestDatabase kind;

    /** Stores batches from the sequence {@code args[2]} on and prints each acknowledged one. */
    public static void main(String[] args) throws Exception {
        try (TestStore test = new TestStore(TestDatabase.valueOf(args[0]), Path.of(args[1]))) {
            for (long first = Long.parseLong(args[2]); ; first += BATCH) {
                long number = first;
                var unused =
                        test.offer(ORIGIN, first, TestRecords.records(first, BATCH))
                                .thenRun(() -> System.out.println("ack " + number));
                if (first % (50 * BATCH) == 0) {
                    unused.join();
                }
            }
        }
    }

    StoreKillIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void losesNothingAcknowledgedAndDoublesNothingOverFiveKills() throws Exception {
        long next = 0;
        for (int kill = 0; kill < 5; kill++) {
            next = runAndKill(next, 40 + 37 * kill);
        }

        assertStoredOnceUpTo(next);
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"ROWS_INSERTED", "GROUP_COMMITTED"})
    void storesOnceWhatIsSentAgainAfterEachCrashPoint(CrashPoint point) throws Exception {
        long next = 0;
        // T4 at the tenth and first pass, T5 again while it starts after the first.
        for (int pass : new int[] {10, 1, 1}) {
            Run run = run(next, "-Dio.logdrive.drill.crash=" + point.word() + ":" + pass);
            assertThat(run.status()).isEqualTo(CrashPoint.STATUS);
            assertThat(errors()).contains("crash-point reached=" + point.word());
            next = run.next();
        }

        assertStoredOnceUpTo(next);
    }

    /** So that the assertions above are known to be able to fail. */
    @Test
    void losesLinesWhenTheyAreAcknowledgedBeforeTheCommit() throws Exception {
        assumeTrue(kind == TestDatabase.H2, "what the oracle sees is the same everywhere");
        Run run =
                run(
                        0,
                        "-Dio.logdrive.drill.sabotage=acknowledge-before-commit",
                        "-Dio.logdrive.drill.crash=rows-inserted:3");

        assertThat(errors())
                .contains("WARNING: sabotage-on name=acknowledge-before-commit")
                .contains("crash-point reached=rows-inserted");
        assertThat(count("SELECT COUNT(*) FROM message")).isLessThan(run.next());
    }

    /** The same for doubles. */
    @Test
    void storesLinesTwiceWhenTheLedgerIsNotAsked() throws Exception {
        assumeTrue(kind == TestDatabase.H2, "what the oracle sees is the same everywhere");
        try (TestStore test = new TestStore(kind, data)) {
            test.store(ORIGIN, 0, TestRecords.records(0, BATCH));
        }

        run(
                0,
                "-Dio.logdrive.drill.sabotage=skip-ledger",
                "-Dio.logdrive.drill.crash=group-committed:1");

        assertThat(errors()).contains("WARNING: sabotage-on name=skip-ledger");
        assertThat(count("SELECT COUNT(*) - COUNT(DISTINCT sequence) FROM message")).isPositive();
    }

    private long count(String sql) throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            return Long.parseLong(test.rows(sql).get(0));
        }
    }

    private void assertStoredOnceUpTo(long next) throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            List<String> stored = test.rows("SELECT sequence FROM message ORDER BY id");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                expected.add(String.valueOf(i));
            }
            assertThat(stored).isEqualTo(expected).hasSizeGreaterThanOrEqualTo((int) next);
            assertThat(test.rows("SELECT first, last, stored FROM ledger"))
                    .containsExactly("0|" + (stored.size() - 1) + "|" + stored.size());
        }
    }

    /** The first sequence that was not acknowledged: where an honest sender goes on. */
    private long runAndKill(long first, int acknowledgements) throws Exception {
        Run run = follow(start(first), first, acknowledgements);
        assertThat(run.next()).isGreaterThanOrEqualTo(first + (long) acknowledgements * BATCH);
        return run.next();
    }

    /** Runs until the process ends by itself. */
    private Run run(long first, String... options) throws Exception {
        return follow(start(first, options), first, Integer.MAX_VALUE);
    }

    private Process start(long first, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(List.of(options));
        if (kind == TestDatabase.POSTGRESQL) {
            command.add("-D" + PostgresServer.PROPERTY + "=" + PostgresServer.shared());
        }
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreKillIT.class.getName(),
                        kind.name(),
                        data.toString(),
                        Long.toString(first)));
        return new ProcessBuilder(command).redirectError(stderr()).start();
    }

    private String errors() throws IOException {
        return Files.readString(stderr().toPath());
    }

    private File stderr() {
        return new File(data.toFile(), "stderr.log");
    }

    private static Run follow(Process process, long first, int acknowledgements) throws Exception {
        long next = first;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ack ")) {
                    assertThat(line).isEqualTo("ack " + next);
                    next += BATCH;
                    if (++count == acknowledgements) {
                        // By its handle: Process.destroyForcibly would close the stream under us.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        }
        return new Run(next, process.waitFor());
    }

    /**
     * How a process went. Immutable.
     *
     * @param next the first sequence that was not acknowledged
     */
    private record Run(long next, int status) {}
}
