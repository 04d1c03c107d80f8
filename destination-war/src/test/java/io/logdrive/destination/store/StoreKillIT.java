package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process that stores, at whatever it is doing, again and again. */
class StoreKillIT {
    private static final int BATCH = 20;
    private static final Origin ORIGIN = TestRecords.origin(1);

    @TempDir Path data;

    /** Stores batches from the sequence {@code args[1]} on and prints each acknowledged one. */
    public static void main(String[] args) throws Exception {
        try (TestStore test = new TestStore(Path.of(args[0]))) {
            for (long first = Long.parseLong(args[1]); ; first += BATCH) {
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

    @Test
    void losesNothingAcknowledgedAndDoublesNothingOverFiveKills() throws Exception {
        long next = 0;
        for (int kill = 0; kill < 5; kill++) {
            next = runAndKill(next, 40 + 37 * kill);
        }

        try (TestStore test = new TestStore(data)) {
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
    private long runAndKill(long first, int acknowledgements) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StoreKillIT.class.getName(),
                                data.toString(),
                                Long.toString(first))
                        .redirectError(new File(data.toFile(), "stderr.log"))
                        .start();
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
            assertThat(count).isGreaterThanOrEqualTo(acknowledgements);
        }
        return next;
    }
}
