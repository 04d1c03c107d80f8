package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.MessageFilter.ClockColumn;
import io.logdrive.destination.store.MessageFilter.Range;
import io.logdrive.destination.store.MessagePageRequest.Position;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageReaderIT {
    private static final Origin ORIGIN = TestRecords.origin(1);

    @TempDir Path data;
    private TestStore test;

    @BeforeEach
    void open() {
        test = new TestStore(data, Map.of("logdrive.destination.store.query-wait-max", "PT0.25S"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void pagesThroughTiesInTimeWithoutGapOrDoubleInEitherOrderAndDirection() throws Exception {
        // Seven times for 50 messages: every page border falls within a tie.
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            records.add(TestRecords.record((i * 31) % 7, "line " + i));
        }
        test.store(ORIGIN, 0, records);

        for (boolean ascending : new boolean[] {true, false}) {
            List<Position> whole = page(ascending, null, null, 10_000).places();
            assertThat(whole).hasSize(50).doesNotHaveDuplicates();
            List<Position> sorted = new ArrayList<>(whole);
            sorted.sort(
                    java.util.Comparator.comparingLong(Position::micros)
                            .thenComparingLong(Position::id));
            if (!ascending) {
                Collections.reverse(sorted);
            }
            assertThat(whole).isEqualTo(sorted);
            assertThat(forwards(ascending)).isEqualTo(whole);
            assertThat(backwards(ascending, whole.get(49))).isEqualTo(whole.subList(0, 49));
        }
    }

    @Test
    void saysWhetherSomethingPrecedesOrFollows() throws Exception {
        test.store(ORIGIN, 0, TestRecords.records(0, 10));

        MessagePage first = page(true, null, null, 4);
        assertThat(first.hasPrevious()).isFalse();
        assertThat(first.hasNext()).isTrue();
        MessagePage last = page(true, first.places().get(3), null, 6);
        assertThat(last.hasPrevious()).isTrue();
        assertThat(last.hasNext()).isFalse();
        MessagePage back = page(true, null, last.places().get(0), 4);
        assertThat(back.places()).isEqualTo(first.places());
        assertThat(back.hasPrevious()).isFalse();
        assertThat(back.hasNext()).isTrue();
        MessagePage none = page(true, last.places().get(5), null, 4);
        assertThat(none).isEqualTo(new MessagePage(List.of(), null, null, null));
    }

    @Test
    void takesStartInclusiveAndEndExclusiveOfEitherClock() throws Exception {
        test.store(ORIGIN, 0, TestRecords.records(0, 5));
        Range range = new Range(TestRecords.NOON + 1_000_000, TestRecords.NOON + 3_000_000);
        Range received = new Range(TestRecords.NOON + 1_000_005, TestRecords.NOON + 3_000_005);

        assertThat(bodies(filter().range(range))).containsExactly("line 1", "line 2");
        assertThat(bodies(filter().clock(ClockColumn.RECEIVED).range(received)))
                .containsExactly("line 1", "line 2");
    }

    @Test
    void filtersByLevel() throws Exception {
        test.store(
                ORIGIN,
                0,
                List.of(
                        record("none", null, null, null),
                        record("debug", Level.DEBUG, null, null),
                        record("warn", Level.WARN, null, null),
                        record("fatal", Level.FATAL, null, null)));

        assertThat(bodies(filter().levels(Level.DEBUG, Level.FATAL)))
                .containsExactly("debug", "fatal");
        assertThat(bodies(filter().levels(Level.DEBUG).levels(Level.WARN))).isEmpty();
        assertThat(
                        bodies(
                                filter().with(
                                                new Condition.Not(
                                                        new Condition.LevelIn(
                                                                Set.of(Level.WARN))))))
                .containsExactly("none", "debug", "fatal");
        assertThat(bodies(filter())).containsExactly("none", "debug", "warn", "fatal");
    }

    @Test
    void filtersByServiceAndHostExactlyByPrefixAndNegated() throws Exception {
        test.store(
                ORIGIN,
                0,
                List.of(
                        record("0", null, "pay", "a"),
                        record("1", null, "payment", "b"),
                        record("2", null, "pay%ment", "b"),
                        record("3", null, "PAY", "c"),
                        record("4", null, null, null)));

        assertThat(bodies(filter().services(exact("pay")))).containsExactly("0");
        assertThat(bodies(filter().services(exact("pay"), exact("PAY")))).containsExactly("0", "3");
        assertThat(bodies(filter().services(prefix("pay")))).containsExactly("0", "1", "2");
        assertThat(bodies(filter().services(prefix("pay%")))).containsExactly("2");
        assertThat(bodies(filter().services(prefix("pa_")))).isEmpty();
        assertThat(bodies(filter().with(not(exact("pay"))))).containsExactly("1", "2", "3", "4");
        assertThat(bodies(filter().with(not(prefix("pay"))))).containsExactly("3", "4");
        assertThat(bodies(filter().services(prefix("pay")).with(not(exact("pay")))))
                .containsExactly("1", "2");
        assertThat(bodies(filter().services(prefix("pay")).hosts(exact("b"))))
                .containsExactly("1", "2");
    }

    @Test
    void filtersByOrigin() throws Exception {
        Origin other = TestRecords.origin(2);
        test.store(ORIGIN, 0, TestRecords.records(0, 1));
        test.store(other, 0, TestRecords.records(1, 1));

        assertThat(bodies(filter().with(new Condition.OriginIs(other.id()))))
                .containsExactly("line 1");
        assertThat(bodies(filter().with(new Condition.Not(new Condition.OriginIs(other.id())))))
                .containsExactly("line 0");
    }

    @Test
    void findsATextInAnyCaseWithNothingToEscape() throws Exception {
        List<String> texts =
                List.of("Timed OUT", "100% of it", "a_b", "a~b", "axb", "'; DROP TABLE message;--");
        List<LogRecord> records = new ArrayList<>();
        texts.forEach(text -> records.add(TestRecords.record(records.size(), text)));
        test.store(ORIGIN, 0, records);

        assertThat(bodies(filter().text("timed out"))).containsExactly("Timed OUT");
        assertThat(bodies(filter().text("0% OF"))).containsExactly("100% of it");
        assertThat(bodies(filter().text("A_B"))).containsExactly("a_b");
        assertThat(bodies(filter().text("a~b"))).containsExactly("a~b");
        assertThat(bodies(filter().text("'; drop table message;--"))).hasSize(1);
        assertThat(test.store.messages().count(filter().text("%").build(), deadline()))
                .isEqualTo(1);
    }

    @Test
    void readsALargePageInPartsOfBoundedSize() throws Exception {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(TestRecords.record(i, "x".repeat(400_000)));
        }
        test.store(ORIGIN, 0, records);
        List<Position> rest = page(true, null, null, 100).places();

        List<Integer> parts = new ArrayList<>();
        while (!rest.isEmpty()) {
            MessagePage.Part part =
                    test.store.messages().read(rest, EnumSet.of(MessageColumn.MESSAGE), deadline());
            parts.add(part.messages().size());
            rest = rest.subList(part.placesRead(), rest.size());
        }

        assertThat(parts).containsExactly(3, 3, 3, 1);
    }

    @Test
    void readsOnlyTheColumnsAskedFor() throws Exception {
        test.store(ORIGIN, 0, TestRecords.records(0, 1));
        List<Position> places = page(true, null, null, 1).places();

        StoredMessage message =
                test.store
                        .messages()
                        .read(places, EnumSet.of(MessageColumn.SERVICE), deadline())
                        .messages()
                        .get(0);

        assertThat(message.service()).isEqualTo("payment");
        assertThat(message.body()).isNull();
        assertThat(message.origin()).isNull();
        assertThat(message.level()).isNull();
    }

    @Test
    void skipsMessagesThatWereDeletedMeanwhile() throws Exception {
        test.store(ORIGIN, 0, TestRecords.records(0, 3));
        List<Position> places = page(true, null, null, 10).places();
        test.execute("DELETE FROM message WHERE id = 2");

        MessagePage.Part part =
                test.store.messages().read(places, EnumSet.of(MessageColumn.ID), deadline());

        assertThat(part.messages()).extracting(StoredMessage::id).containsExactly(1L, 3L);
        assertThat(part.placesRead()).isEqualTo(3);
    }

    @Test
    void findsOneMessageById() throws Exception {
        test.store(ORIGIN, 7, TestRecords.records(0, 1));

        assertThat(test.store.messages().byId(1, deadline()).orElseThrow())
                .isEqualTo(
                        new StoredMessage(
                                1,
                                TestRecords.NOON,
                                TestRecords.NOON + 5,
                                9,
                                "payment",
                                "web-1",
                                ORIGIN.id(),
                                7,
                                null,
                                "line 0",
                                null,
                                0));
        assertThat(test.store.messages().byId(2, deadline())).isEmpty();
        assertThat(test.store.messages().byId(-1, deadline())).isEmpty();
    }

    @Test
    void refusesAnAnswerThatTookLongerThanAskedFor() throws Exception {
        fill(20_000);

        assertThatThrownBy(() -> countNothing(Duration.ofMillis(1)))
                .isInstanceOf(StoreException.Timeout.class)
                .hasMessage("query: expected an answer within 1 ms, found none");
    }

    @Test
    void stopsAStatementThatRunsOn() throws Exception {
        fill(20_000);
        // Each message takes half a millisecond, so that all of them would take ten seconds.
        test.execute(
                "CREATE ALIAS SLOW_TRUE AS 'boolean slow(long id) {"
                        + " long end = System.nanoTime() + 500000;"
                        + " while (System.nanoTime() < end) { Thread.onSpinWait(); }"
                        + " return true; }'");
        test.execute("ALTER TABLE message RENAME TO fast_message");
        test.execute("CREATE VIEW message AS SELECT * FROM fast_message WHERE SLOW_TRUE(id)");
        long begin = System.nanoTime();

        assertThatThrownBy(() -> countNothing(Duration.ofSeconds(1)))
                .isInstanceOf(StoreException.Timeout.class)
                .hasMessage("query: expected an answer within 1000 ms, found none");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void saysBusyWhenAllConnectionsAreTaken() throws Exception {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(test.database.connectReader());
        }

        assertThatThrownBy(() -> test.store.messages().byId(1, deadline()))
                .isInstanceOf(StoreException.Busy.class)
                .hasMessage("query: all connections for queries are busy");
        assertThat(test.store.problem()).isNull();

        for (Connection connection : taken) {
            connection.close();
        }
        assertThat(test.store.messages().byId(1, deadline())).isEmpty();
    }

    private void fill(int count) throws Exception {
        test.execute(
                "INSERT INTO message SELECT x, NOW(), NOW(), 9, NULL, NULL, RANDOM_UUID(), x, NULL,"
                        + " REPEAT('abcdefghij', 20) || x, NULL, 0 FROM SYSTEM_RANGE(1, "
                        + count
                        + ")");
    }

    private long countNothing(Duration timeout) {
        return test.store
                .messages()
                .count(filter().text("not in there").build(), Deadline.in(timeout));
    }

    private List<Position> forwards(boolean ascending) {
        List<Position> all = new ArrayList<>();
        MessagePage page = page(ascending, null, null, 3);
        all.addAll(page.places());
        while (page.hasNext()) {
            page = page(ascending, all.get(all.size() - 1), null, 3);
            all.addAll(page.places());
        }
        return all;
    }

    private List<Position> backwards(boolean ascending, Position from) {
        List<Position> all = new ArrayList<>();
        MessagePage page = page(ascending, null, from, 3);
        all.addAll(0, page.places());
        while (page.hasPrevious()) {
            page = page(ascending, null, all.get(0), 3);
            all.addAll(0, page.places());
        }
        return all;
    }

    private MessagePage page(
            boolean ascending, @Nullable Position after, @Nullable Position before, int limit) {
        return test.store
                .messages()
                .find(
                        filter().build(),
                        new MessagePageRequest(
                                ascending,
                                after,
                                before,
                                limit,
                                EnumSet.allOf(MessageColumn.class)),
                        deadline());
    }

    private List<String> bodies(FilterBuilder filter) {
        MessagePageRequest request =
                new MessagePageRequest(true, null, null, 1000, EnumSet.allOf(MessageColumn.class));
        List<Position> places =
                test.store.messages().find(filter.build(), request, deadline()).places();
        assertThat(test.store.messages().count(filter.build(), deadline()))
                .isEqualTo(places.size());
        return test.store.messages().read(places, request.columns(), deadline()).messages().stream()
                .map(message -> String.valueOf(message.body()))
                .toList();
    }

    private static LogRecord record(
            String body, @Nullable Level level, @Nullable String service, @Nullable String host) {
        return new LogRecord(
                TestRecords.NOON, TestRecords.NOON, level, service, host, body, List.of(), null, 0);
    }

    private static ValueTest exact(String text) {
        return new ValueTest.Equal(text);
    }

    private static ValueTest prefix(String text) {
        return new ValueTest.StartsWith(text);
    }

    private static Condition not(ValueTest test) {
        return new Condition.Not(new Condition.Has(Subject.of(Subject.Kind.SERVICE), test));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static FilterBuilder filter() {
        return new FilterBuilder();
    }
}
