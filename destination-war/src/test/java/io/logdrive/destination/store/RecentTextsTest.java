package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.wire.EncodedRecord;
import io.logdrive.wire.LedgerRun;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private static final Origin ORIGIN = TestRecords.origin(1);

    private final RecentTexts recent = new RecentTexts(RecentTexts.COST_MAX);

    @Test
    void findsEachTextThatDiffersAndTheFirstOfThem() {
        enter(ORIGIN, 0, TestRecords.records(0, 10), range(0, 9));
        List<LogRecord> again = new ArrayList<>(TestRecords.records(3, 5));
        again.set(1, TestRecords.record(4, "other"));
        again.set(3, TestRecords.record(6, "other"));

        RecentTexts.Conflict conflict = enter(ORIGIN, 3, again);

        assertThat(conflict).isEqualTo(new RecentTexts.Conflict(ORIGIN.id(), 4, 2));
    }

    @Test
    void comparesWhatIsNotNewOfARunThatIsPartlyNew() {
        enter(ORIGIN, 0, TestRecords.records(0, 5), range(0, 4));
        enter(ORIGIN, 8, TestRecords.records(8, 2), range(8, 9));
        List<LogRecord> again = new ArrayList<>(TestRecords.records(2, 10));
        again.set(2, TestRecords.record(4, "other"));
        again.set(3, TestRecords.record(5, "new, whatever it says"));
        again.set(7, TestRecords.record(9, "other"));

        RecentTexts.Conflict conflict = enter(ORIGIN, 2, again, range(5, 7), range(10, 11));

        assertThat(conflict).isEqualTo(new RecentTexts.Conflict(ORIGIN.id(), 4, 2));
        assertThat(enter(ORIGIN, 5, List.of(TestRecords.record(5, "line 5")))).isNotNull();
    }

    @Test
    void differsByFieldsAndNotByTheTimeOfReception() {
        LogRecord first = TestRecords.record(0, "text");
        enter(ORIGIN, 0, List.of(first), range(0, 0));

        assertThat(enter(ORIGIN, 0, List.of(with(first, 99, null)))).isNull();
        assertThat(enter(ORIGIN, 0, List.of(with(first, 0, "{\"user\":\"u\"}")))).isNotNull();
    }

    @Test
    void saysNothingOfOtherOriginsAndOfWhatItNeverSaw() {
        enter(ORIGIN, 0, TestRecords.records(0, 5), range(0, 4));

        assertThat(enter(TestRecords.origin(2), 0, List.of(TestRecords.record(0, "x")))).isNull();
        assertThat(enter(ORIGIN, 5, List.of(TestRecords.record(5, "x")))).isNull();
    }

    @Test
    void forgetsTheOldestBeyondItsBound() {
        RecentTexts small = new RecentTexts(100);
        for (long first = 0; first < 10_000; first += 10) {
            small.enter(
                    run(ORIGIN, first, 10),
                    TestRecords.encoded(TestRecords.records(first, 10)),
                    List.of(range(first, first + 9)));
        }
        List<EncodedRecord> other = TestRecords.encoded(List.of(TestRecords.record(0, "other")));

        assertThat(small.enter(run(ORIGIN, 0, 1), other, List.of())).isNull();
        assertThat(small.enter(run(ORIGIN, 9_999, 1), other, List.of())).isNotNull();
    }

    @Test
    void isNewsOncePerOrigin() {
        assertThat(recent.isNews(ORIGIN.id())).isTrue();
        assertThat(recent.isNews(ORIGIN.id())).isFalse();
        assertThat(recent.isNews(TestRecords.origin(2).id())).isTrue();
    }

    private RecentTexts.@Nullable Conflict enter(
            Origin origin, long first, List<LogRecord> records, OriginCoverage.Range... fresh) {
        LedgerRun run = run(origin, first, records.size());
        return recent.enter(run, TestRecords.encoded(records), List.of(fresh));
    }

    private static LedgerRun run(Origin origin, long first, long count) {
        return TestRecords.stored(origin, first, count);
    }

    private static OriginCoverage.Range range(long first, long last) {
        return new OriginCoverage.Range(first, last);
    }

    private static LogRecord with(LogRecord of, long later, @Nullable String fields) {
        return new LogRecord(
                of.timeMicros() + later,
                of.receivedMicros() + later,
                of.level(),
                of.service(),
                of.host(),
                of.body(),
                of.tags(),
                fields,
                of.flags());
    }
}
