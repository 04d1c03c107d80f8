package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void refusesRecordsThatItsRunsDoNotAccountFor() {
        Origin origin = TestRecords.origin(1);

        assertThatThrownBy(
                        () ->
                                new Batch(
                                        List.of(origin),
                                        List.of(TestRecords.stored(origin, 0, 3)),
                                        TestRecords.encoded(TestRecords.records(0, 2)),
                                        1,
                                        () -> {}))
                .hasMessage("ledger of a batch: expected 3 entries by its stored runs, found 2");
    }
}
