package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T26 of RELIABILITY.md on H2: the wrong password changes nothing, the right one opens again. */
class WrongPasswordIT {
    private static final Map<String, String> RIGHT =
            Map.of("logdrive.destination.database.password", "open sesame");
    private static final Map<String, String> WRONG =
            Map.of("logdrive.destination.database.password", "open barley");

    @TempDir private Path data;

    @Test
    void refusesTheWrongPasswordAndOpensWithTheRightOneAgain() throws Exception {
        Origin origin = TestRecords.origin(1);
        try (TestStore test = new TestStore(data, RIGHT)) {
            test.store(origin, 0, TestRecords.records(0, 10));
        }

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(
                            () -> H2Database.open(TestStore.config(data, WRONG), TestStore::thread))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(data.resolve("h2/logdrive.mv.db") + ": cannot open: ")
                    .hasMessageContaining("28000")
                    .hasMessageContaining(
                            "expected logdrive.destination.database.user and .password that it"
                                    + " was made with")
                    .hasMessageNotContainingAny("sesame", "barley");
        }

        try (TestStore test = new TestStore(data, RIGHT)) {
            test.store(origin, 10, TestRecords.records(10, 10));
            assertThat(test.rows("SELECT first, last, stored FROM ledger"))
                    .containsExactly("0|19|20");
        }
    }
}
