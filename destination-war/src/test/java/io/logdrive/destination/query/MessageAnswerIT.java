package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.ORIGIN;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessageAnswerIT {
    private static final Instant NOW = Instant.parse("2026-10-19T13:00:00Z");

    @RegisterExtension
    final QueriedDestination destination = QueriedDestination.start(TestDatabase.H2);

    @Test
    void writesWhatAMessageHasAndNothingElse() throws Exception {
        String nasty = "quote \" slash \\ tab \t nul-free \u001b[31m \u202e \ud83d\ude00 </script>";
        destination.store(
                0,
                List.of(
                        new LogRecord(
                                TestRecords.NOON + 123_456,
                                TestRecords.NOON + 1_000_000,
                                Level.ERROR,
                                "payment",
                                "web-1",
                                nasty,
                                List.of("a", "b"),
                                "{\"user\":\"u42\",\"status\":504}",
                                RecordFlags.TRUNCATED | RecordFlags.TIME_ASSUMED),
                        new LogRecord(
                                TestRecords.NOON, 0, null, null, null, "", List.of(), null, 0)));

        String json = json(answer("order=asc", "since=1h"));

        assertThat(json)
                .startsWith(
                        "{\"messages\":[{\"id\":2,\"time\":\"2026-10-19T12:00:00.000000Z\","
                                + "\"received\":\"1970-01-01T00:00:00.000000Z\",\"origin\":\""
                                + ORIGIN.id()
                                + "\",\"sequence\":1,\"message\":\"\"},"
                                + "{\"id\":1,\"time\":\"2026-10-19T12:00:00.123456Z\","
                                + "\"received\":\"2026-10-19T12:00:01.000000Z\","
                                + "\"level\":\"ERROR\",\"service\":\"payment\","
                                + "\"host\":\"web-1\",\"origin\":\""
                                + ORIGIN.id()
                                + "\",\"sequence\":0,\"tags\":[\"a\",\"b\"],\"message\":\"")
                .contains(
                        "\"fields\":{\"user\":\"u42\",\"status\":504},"
                                + "\"flags\":[\"truncated\",\"time-assumed\"]}],"
                                + "\"range\":{\"start\":\"2026-10-19T12:00:00.000000Z\","
                                + "\"end\":\"2026-10-19T13:00:00.000000Z\"},"
                                + "\"partial\":false,\"tookMs\":");
        assertThat(texts(json)).contains(nasty);
    }

    @Test
    void leavesTheLowerEndOfTheRangeOutWhenThereIsNone() throws Exception {
        assertThat(json(answer("since=all")))
                .startsWith(
                        "{\"messages\":[],\"range\":{\"end\":\"2026-10-19T13:00:00.000000Z\"},"
                                + "\"partial\":false,");
    }

    @Test
    void writesOneMessageALine() throws Exception {
        destination.store(0, TestRecords.records(0, 3));

        MessageAnswer answer = answer("since=1h", "order=asc", "fields=message,sequence");

        assertThat(ndjson(answer))
                .isEqualTo(
                        """
                        {"sequence":0,"message":"line 0"}
                        {"sequence":1,"message":"line 1"}
                        {"sequence":2,"message":"line 2"}
                        """);
    }

    @Test
    void countsBeyondThePage() throws Exception {
        destination.store(0, TestRecords.records(0, 5));

        MessageAnswer answer = answer("since=1h", "limit=2", "count=exact");

        assertThat(json(answer)).contains("\"count\":5,");
        assertThat(answer.next()).isNotNull();
        assertThat(answer.previous()).isNull();
    }

    @Test
    void leadsFromPageToPageAndBack() throws Exception {
        destination.store(0, TestRecords.records(0, 5));
        MessageAnswer first = answer("since=1h", "limit=2");

        MessageAnswer second = answer("since=1h", "limit=2", "after=" + first.next());
        MessageAnswer third = answer("since=1h", "limit=2", "after=" + second.next());
        MessageAnswer back = answer("since=1h", "limit=2", "before=" + third.previous());

        assertThat(sequences(first)).containsExactly("4", "3");
        assertThat(sequences(second)).containsExactly("2", "1");
        assertThat(sequences(third)).containsExactly("0");
        assertThat(third.next()).isNull();
        assertThat(sequences(back)).containsExactly("2", "1");
    }

    @Test
    void saysSoWhenTheDatabaseGoesAwayInTheMiddle() throws Exception {
        List<LogRecord> large = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            large.add(TestRecords.record(i, "x".repeat(600_000)));
        }
        destination.store(0, large);
        MessageAnswer json = answer("since=1h", "fields=sequence,message");
        MessageAnswer ndjson = answer("since=1h", "fields=sequence,message");

        destination.stop();

        assertThat(json(json)).contains("\"partial\":true,\"reason\":\"database: ");
        List<String> lines = ndjson(ndjson).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("{\"partial\":true,\"reason\":\"database: ");
        assertThatThrownBy(() -> answer("since=1h")).isInstanceOf(StoreException.Away.class);
    }

    private MessageAnswer answer(String... parameters) {
        return MessageAnswer.to(
                MessageSearch.of(values(parameters), CONFIG, NOW), destination.messages());
    }

    private static String json(MessageAnswer answer) {
        return written(answer::writeJson);
    }

    private static String ndjson(MessageAnswer answer) {
        return written(out -> answer.writeLines(out, AnswerFormat.NDJSON));
    }

    /** All values of an answer, read by a parser, so that it is known to be JSON. */
    private static List<String> texts(String json) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                texts.add(parser.getText());
            }
        }
        return texts;
    }

    private static List<String> sequences(MessageAnswer answer) throws IOException {
        List<String> texts = texts(json(answer));
        List<String> sequences = new ArrayList<>();
        for (int i = 1; i < texts.size(); i++) {
            if (texts.get(i - 1).equals("sequence")) {
                sequences.add(texts.get(i));
            }
        }
        return sequences;
    }
}
