package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private long received;
    private final Accounts accounts = new Accounts(() -> received);

    @Test
    void agreesWhileEverySequenceIsSomewhere() {
        assertThat(accounts.violation()).isNull();

        received = 30;
        accounts.committed(20, tallyOf(20));
        accounts.acknowledged(20);

        assertThat(accounts.violation()).isNull();
        assertThat(accounts.violation()).isNull();
    }

    @Test
    void noticesWhatWasAcknowledgedAndNotCommitted() {
        received = 30;
        accounts.acknowledged(10);

        assertThat(accounts.violation())
                .isEqualTo(
                        "accounts: expected acknowledged <= committed <= received, growing,"
                                + " found 10, 0, 30");
    }

    @Test
    void noticesWhatWasCommittedAndNotReceived() {
        received = 5;
        accounts.committed(6, tallyOf(6));

        assertThat(accounts.violation())
                .isEqualTo(
                        "accounts: expected acknowledged <= committed <= received, growing,"
                                + " found 0, 6, 5");
    }

    @Test
    void noticesSequencesOfWhichNothingBecame() {
        received = 10;
        accounts.committed(10, tallyOf(9));

        assertThat(accounts.violation())
                .isEqualTo(
                        "accounts: expected stored + already stored + filtered + dead = committed,"
                                + " found 9 and 10");
    }

    private static Group.Tally tallyOf(int sequences) {
        Origin origin = TestRecords.origin(1);
        Batch batch =
                new Batch(
                        List.of(origin),
                        List.of(TestRecords.stored(origin, 0, sequences)),
                        TestRecords.encoded(TestRecords.records(0, sequences)),
                        0,
                        () -> {});
        OriginCoverage coverage = new OriginCoverage(List.of());
        return new Group(List.of(batch)).plan(id -> coverage, new RecentTexts(1_000)).tally();
    }
}
