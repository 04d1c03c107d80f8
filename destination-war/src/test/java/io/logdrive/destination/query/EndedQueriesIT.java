package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.Ending;
import io.logdrive.destination.store.StoreException;
import io.logdrive.destination.store.TestDatabase;
import io.logdrive.payara.access.Caller;
import io.logdrive.wire.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches that somebody has left give their only connection back, whatever they are about. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EndedQueriesIT {
    private static final Instant NOW = Instant.parse("2026-10-19T13:00:00Z");

    /** As much work as an expression may be: some seconds for each message. */
    private static final String SLOW = "regex=([ab]{1,60}c?){40}d";

    private static final int MESSAGES = 200;
    private static final int CHARS = 30_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);
    private static final QueryConfig CONFIG =
            new QueryConfig(
                    TIMEOUT,
                    TIMEOUT,
                    4,
                    new QueryConfig.Tails(100, 1_000, 20_000, Duration.ofSeconds(15)));

    @RegisterExtension final QueriedDestination destination;

    EndedQueriesIT(TestDatabase database) {
        destination =
                QueriedDestination.start(
                        database, "store.query-connections-max=1", "store.query-wait-max=PT0.5S");
    }

    @Test
    void aSearchThatIsEndedFreesItsConnectionForTheNext() {
        destination.store(0, records());

        Map<String, Question> questions = new LinkedHashMap<>();
        questions.put("page", (values, reader) -> page(values, reader));
        questions.put(
                "histogram",
                (values, reader) -> new HistogramAnswer(values, CONFIG, reader.messages(), NOW));
        questions.put(
                "facets",
                (values, reader) -> FacetsAnswer.to(values, CONFIG, reader.messages(), NOW));
        questions.put(
                "export",
                (values, reader) -> new ExportAnswer(values, CONFIG, reader.messages(), NOW));
        for (Map.Entry<String, Question> question : questions.entrySet()) {
            Ending ending = new Ending();
            Queries queries = destination.queries().of(Caller.LOCAL, ending);
            CompletableFuture<Object> answer =
                    CompletableFuture.supplyAsync(
                            () -> question.getValue().ask(values("since=1h", SLOW), queries));
            await().atMost(Duration.ofMinutes(1)).until(this::isBusy);

            ending.end();

            assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
                    .as(question.getKey())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreException.Ended.class);
            assertThat(page(values("since=1h", "limit=1"), destination.queries()))
                    .as("the next, after " + question.getKey())
                    .contains("\"sequence\":" + (MESSAGES - 1));
        }
    }

    private boolean isBusy() {
        try {
            page(values("since=1h", "limit=1", "fields=id"), destination.queries());
            return false;
        } catch (StoreException.Busy e) {
            return true;
        }
    }

    private static String page(Map<String, List<String>> values, Queries queries) {
        return written(
                MessageAnswer.to(MessageSearch.of(values, CONFIG, NOW), queries.messages())
                        ::writeJson);
    }

    private static List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            records.add(TestRecords.record(i, "a".repeat(CHARS)));
        }
        return records;
    }

    /** How an endpoint is asked. */
    private interface Question {
        Object ask(Map<String, List<String>> values, Queries queries);
    }
}
