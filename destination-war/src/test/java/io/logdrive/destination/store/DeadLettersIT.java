package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.FaultyDatabase.Fault;
import io.logdrive.payara.letters.LetterChoice;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that the database refuses, tried again and removed. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DeadLettersIT {
    private static final String CONSTRAINT = "test_body";
    private static final String LEDGER = "SELECT first, last, stored, filtered, dead FROM ledger";
    private static final String SUMS =
            "SELECT o.received, o.stored, o.dead, t.received, t.stored, t.dead"
                    + " FROM origin o, ledger_total t";

    @TempDir Path data;
    private final TestDatabase kind;
    private final Origin origin = TestRecords.origin(1);

    DeadLettersIT(TestDatabase kind) {
        this.kind = kind;
    }

    @Test
    void storesItWhenTheCauseIsMendedAndMovesTheLedger() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 1);
            DeadLetter letter = list(test).get(0);
            assertThat(test.rows(SUMS)).containsExactly("10|9|1|10|9|1");

            test.accept(CONSTRAINT);
            Retried retried = test.store.deadLetters().retry(letter.id());

            assertThat(retried).isEqualTo(new Retried(Retried.Outcome.STORED, ""));
            assertThat(list(test)).isEmpty();
            assertThat(test.rows("SELECT id, sequence FROM message WHERE body = 'refused'"))
                    .containsExactly("10|5");
            assertThat(test.rows(LEDGER)).containsExactly("0|9|10|0|0");
            assertThat(test.rows(SUMS)).containsExactly("10|10|0|10|10|0");
            test.store(origin, 0, TestRecords.records(0, 12));
            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("12");
            assertThat(test.store.deadLetters().retry(letter.id()).outcome())
                    .isEqualTo(Retried.Outcome.UNKNOWN);
        }
    }

    @Test
    void keepsItWithTheNewReasonWhenItIsRefusedAgain() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 1);
            DeadLetter letter = list(test).get(0);
            test.accept(CONSTRAINT);
            test.refuse("other", "refused");

            Retried retried = test.store.deadLetters().retry(letter.id());

            assertThat(retried.outcome()).isEqualTo(Retried.Outcome.REFUSED);
            assertThat(retried.why()).startsWith(kind.refusal("other"));
            assertThat(one(test, letter.id()).why()).isEqualTo(retried.why());
            assertThat(test.rows(LEDGER)).containsExactly("0|9|9|0|1");
            assertThat(test.rows(SUMS)).containsExactly("10|9|1|10|9|1");
        }
    }

    @Test
    void leavesTheDeadInTheLedgerWhenItIsRemoved() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 1);
            long id = list(test).get(0).id();

            assertThat(test.store.deadLetters().delete(id)).isTrue();
            assertThat(test.store.deadLetters().delete(id)).isFalse();

            assertThat(list(test)).isEmpty();
            assertThat(test.rows(SUMS)).containsExactly("10|9|1|10|9|1");
            test.store(origin, 0, TestRecords.records(0, 10));
            assertThat(test.rows("SELECT COUNT(*) FROM message")).containsExactly("9");
        }
    }

    @Test
    void doesAllOrNothingWhenTheDatabaseGoesAwayMeanwhile() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 1);
            long id = list(test).get(0).id();
            test.accept(CONSTRAINT);

            test.database.onCommit(Fault.BEFORE_COMMIT);
            assertThatThrownBy(() -> test.store.deadLetters().retry(id))
                    .isInstanceOf(StoreException.Away.class);
            assertThat(test.rows(SUMS)).containsExactly("10|9|1|10|9|1");
            assertThat(list(test)).hasSize(1);

            test.database.onCommit(Fault.AFTER_COMMIT);
            assertThatThrownBy(() -> test.store.deadLetters().retry(id))
                    .isInstanceOf(StoreException.Away.class);
            assertThat(test.rows(SUMS)).containsExactly("10|10|0|10|10|0");
            assertThat(list(test)).isEmpty();
            assertThat(test.store.deadLetters().retry(id).outcome())
                    .isEqualTo(Retried.Outcome.UNKNOWN);
        }
    }

    @Test
    void keepsWhatCannotBeReadAndSaysWhy() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 1);
            DeadLetter letter = list(test).get(0);
            test.accept(CONSTRAINT);
            test.execute(
                    "UPDATE dead_letter SET raw = "
                            + (kind == TestDatabase.POSTGRESQL ? "'\\xc1'" : "X'c1'"));

            Retried retried = test.store.deadLetters().retry(letter.id());

            assertThat(retried.outcome()).isEqualTo(Retried.Outcome.REFUSED);
            assertThat(one(test, letter.id()).message()).isNull();
            assertThat(one(test, letter.id()).why())
                    .startsWith("dead letter " + letter.id() + ": ");
        }
    }

    @Test
    void listsTheLatestFirstInPages() throws Exception {
        try (TestStore test = new TestStore(kind, data)) {
            refuse(test, 3);

            DeadLetterPage page = page(test, Long.MAX_VALUE);
            List<DeadLetter> first = page.letters();
            List<DeadLetter> second = page(test, page.next()).letters();

            assertThat(first).extracting(DeadLetter::sequence).containsExactly(7L, 6L);
            assertThat(second).extracting(DeadLetter::sequence).containsExactly(5L);
            DeadLetter whole = one(test, second.get(0).id());
            assertThat(whole.bytes()).isEqualTo(second.get(0).bytes()).isPositive();
            assertThat(whole.message())
                    .extracting(message -> message == null ? "none" : message.body())
                    .isEqualTo("refused");
        }
    }

    /** Stores ten lines of which {@code count}, from the sixth on, are refused. */
    private void refuse(TestStore test, int count) throws Exception {
        test.refuse(CONSTRAINT, "refused");
        List<LogRecord> records = new ArrayList<>(TestRecords.records(0, 10));
        for (int i = 0; i < count; i++) {
            records.set(5 + i, TestRecords.record(5 + i, "refused"));
        }
        test.store(origin, 0, records);
    }

    private static List<DeadLetter> list(TestStore test) {
        return test.store
                .deadLetters()
                .list(LetterChoice.every(), Long.MAX_VALUE, 100, deadline())
                .letters();
    }

    private static DeadLetterPage page(TestStore test, long before) {
        return test.store.deadLetters().list(LetterChoice.every(), before, 2, deadline());
    }

    private static DeadLetter one(TestStore test, long id) {
        return test.store.deadLetters().byId(id, deadline()).orElseThrow();
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
