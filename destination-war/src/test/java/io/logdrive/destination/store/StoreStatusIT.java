package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store says of itself, on each database. */
class StoreStatusIT {
    @TempDir Path data;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysWhichDatabaseItIsAndWhatItTakes(TestDatabase kind) throws Exception {
        try (TestStore store = new TestStore(kind, data)) {
            store.store(TestRecords.origin(1), 0, TestRecords.records(0, 20));
            store.store.upkeep().step();
            StoreStatus status = store.store.status();

            assertThat(status.kind()).isEqualTo(kind.name().toLowerCase(Locale.ROOT));
            assertThat(status.version()).matches("\\d+\\.\\d+.*");
            assertThat(status.address())
                    .startsWith("jdbc:" + status.kind() + ":")
                    .doesNotContain("?", "&", ";", "password", "user=");
            assertThat(status.databaseBytes()).isGreaterThan(10_000L);
            assertThat(status.commits().rows()).isEqualTo(20);
            // It is acknowledged a moment before it is taken off the list.
            await().atMost(Duration.ofSeconds(30)).until(() -> status.waitingBatches() == 0);
            assertThat(status.waitsFor()).isEmpty();
            if (kind == TestDatabase.POSTGRESQL) {
                assertThat(status.freeBytes()).isNull();
            } else {
                assertThat(status.freeBytes()).isGreaterThan(0L);
            }
        }
    }

    @Test
    void saysWhyNothingIsStoredAndThatItIsAgain() throws Exception {
        try (TestStore store = new TestStore(data)) {
            StoreStatus status = store.store.status();
            store.database.away(true);
            var offered = store.offer(TestRecords.origin(1), 0, TestRecords.records(0, 5));
            await().atMost(Duration.ofSeconds(30)).until(() -> !status.waitsFor().isEmpty());

            assertThat(status.waitsFor())
                    .isEqualTo("database refuses connections: scripted: connection refused");
            assertThat(status.waitingBatches()).isEqualTo(1);
            assertThat(status.commits().any()).isFalse();

            store.database.away(false);
            offered.get(60, TimeUnit.SECONDS);
            assertThat(status.waitsFor()).isEmpty();
            assertThat(status.commits().commits()).isEqualTo(1);
        }
    }

    @Test
    void saysThatTheDatabaseIsAwayWhenNothingIsToBeStored() throws Exception {
        try (TestStore store = new TestStore(data)) {
            StoreStatus status = store.store.status();
            store.store.upkeep().step();
            assertThat(status.waitsFor()).isEmpty();

            store.database.unreachable(true);
            store.store.upkeep().step();
            assertThat(status.waitsFor())
                    .isEqualTo("database refuses connections: scripted: out of reach");
            // What is committed meanwhile says more than a look before.
            store.store(TestRecords.origin(1), 0, TestRecords.records(0, 5));
            assertThat(status.waitsFor()).isEmpty();

            store.database.unreachable(false);
            store.store.upkeep().step();
            assertThat(status.waitsFor()).isEmpty();
        }
    }

    @Test
    void saysThatTheDiskIsFullBeforeAnythingComes() {
        Map<String, String> all = Map.of("logdrive.destination.store.disk-free-min", "1000GiB");
        try (TestStore store = new TestStore(data, all)) {
            assertThat(store.store.status().waitsFor())
                    .startsWith("disk is full: disk of " + data.resolve("h2") + ": expected at");
            assertThat(store.store.status().reserveBytes()).isEqualTo(1_000L << 30);
        }
    }
}
