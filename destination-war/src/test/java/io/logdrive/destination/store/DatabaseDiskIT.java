package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T12: the file system of the database is full, and later is not. */
class DatabaseDiskIT {
    private static final String FREE_MIN = "logdrive.destination.store.disk-free-min";
    private static final int BATCH = 100;

    @TempDir Path data;
    private final Origin origin = TestRecords.origin(1);
    private final List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(SmallDisk.isAvailable(), "needs root: a file system must be mounted");
        disk = new SmallDisk(data, 64);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    void waitsBeforeTheDiskIsFullAndGoesOnByItself() throws Exception {
        try (TestStore test = new TestStore(data, Map.of(FREE_MIN, "16MiB"))) {
            offer(test, 5);
            all().get(60, TimeUnit.SECONDS);
            disk.fill(12 << 20);

            assertThat(test.store.problem())
                    .startsWith("database: disk of " + data + "/h2: expected at least 16384 KiB");
            offer(test, 5);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> test.metrics.counter(FAILURES).count() >= 2);
            assertThat(acknowledged.subList(5, 10)).noneMatch(CompletableFuture::isDone);
            assertThat(test.store.problem())
                    .startsWith("database: 53100 disk of " + data + "/h2: expected at least");
            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("500");

            disk.empty();
            all().get(60, TimeUnit.SECONDS);

            assertThat(test.store.problem()).isNull();
            assertStoredOnce(test, 1_000);
        }
    }

    @Test
    void comesBackAfterWritesFailedAndLosesNothingAcknowledged() throws Exception {
        try (TestStore test = new TestStore(data, Map.of(FREE_MIN, "0"))) {
            offer(test, 5);
            all().get(60, TimeUnit.SECONDS);
            disk.fill(2 << 20);

            offer(test, 30);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> test.metrics.counter(FAILURES).count() >= 3);
            long before = acknowledged.stream().filter(CompletableFuture::isDone).count();
            assertThat(before).isLessThan(35);
            assertThat(test.store.problem())
                    .startsWith("database: ")
                    .endsWith("(No space left on device)");

            disk.empty();
            all().get(120, TimeUnit.SECONDS);

            assertStoredOnce(test, 3_500);
        }
        try (TestStore again = new TestStore(data)) {
            assertStoredOnce(again, 3_500);
        }
    }

    private static final String FAILURES = "logdrive.destination.store.failures";

    private void offer(TestStore test, int batches) {
        for (int i = 0; i < batches; i++) {
            long first = (long) BATCH * acknowledged.size();
            List<LogRecord> records = new ArrayList<>();
            for (long n = first; n < first + BATCH; n++) {
                records.add(TestRecords.record(n, n + " " + "x".repeat(2_000)));
            }
            acknowledged.add(test.offer(origin, first, records));
        }
    }

    private CompletableFuture<Void> all() {
        return CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new));
    }

    private void assertStoredOnce(TestStore test, int lines) throws Exception {
        assertThat(
                        test.rows(
                                "SELECT COUNT(*), COUNT(DISTINCT sequence), MAX(sequence) FROM"
                                        + " message"))
                .containsExactly(lines + "|" + lines + "|" + (lines - 1));
        assertThat(test.rows("SELECT first, last, stored FROM ledger"))
                .containsExactly("0|" + (lines - 1) + "|" + lines);
    }
}
