package io.logdrive.destination.store;

import static io.logdrive.destination.store.TestStore.SEQUENCES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only H2 does. */
class H2DatabaseIT {
    private static final String LEDGER = "SELECT first, last, stored, filtered, dead FROM ledger";

    @TempDir Path data;
    private final Origin origin = TestRecords.origin(1);

    @Test
    void comesBackWhenH2WasShutDownUnderIt() throws Exception {
        try (TestStore test = new TestStore(data)) {
            test.store(origin, 0, TestRecords.records(0, 5));
            assertThatThrownBy(() -> test.execute("SHUTDOWN IMMEDIATELY"))
                    .hasMessageContaining("Database is already closed");

            test.store(origin, 5, TestRecords.records(5, 5));
            await().atMost(Duration.ofSeconds(20)).until(() -> test.store.problem() == null);

            assertThat(test.rows(SEQUENCES)).hasSize(10);
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
        }
    }

    @Test
    void saysWhyADatabaseInUseCannotBeOpened() {
        try (TestStore test = new TestStore(data)) {
            assertThat(test.store.problem()).isNull();
            StoreConfig other =
                    TestStore.config(
                            data, Map.of("logdrive.destination.database.user", "somebody"));

            assertThatThrownBy(() -> H2Database.open(other, TestStore::thread))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(
                            "database " + data + "/h2/logdrive.mv.db: cannot open: 28000 Wrong");
        }
    }
}
