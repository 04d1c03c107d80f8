package io.logdrive.destination.query;

import static io.logdrive.destination.TestRecords.record;
import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.TestDatabase;
import io.logdrive.wire.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The messages with the greatest or the least numbers in a field. */
class SortedAnswerIT {
    private static final Instant NOW = Instant.parse("2026-10-19T13:00:00Z");

    @RegisterExtension
    final QueriedDestination destination = QueriedDestination.start(TestDatabase.H2);

    @Test
    void comparesWholeNumbersAndLeavesOutWhatHasNone() throws Exception {
        destination.store(
                0,
                List.of(
                        record(0, "x", "{\"n\":9007199254740993}"),
                        record(1, "x", "{\"n\":9007199254740992}"),
                        record(2, "x", "{\"n\":\"12ms\"}"),
                        record(3, "x", "{\"n\":\"1e3\"}"),
                        record(4, "x", null),
                        record(5, "x", "{\"n\":[-7,99]}")));

        assertThat(json("sort=n", "order=desc"))
                .startsWith(
                        "{\"messages\":[{\"sequence\":0},{\"sequence\":1},{\"sequence\":3},"
                                + "{\"sequence\":5}],\"range\":");
        assertThat(json("sort=n", "order=asc", "limit=2"))
                .startsWith("{\"messages\":[{\"sequence\":5},{\"sequence\":3}],\"range\":");
    }

    @Test
    void ofEqualOnesTheNewestAreFirstAndAscendingTheOldest() throws Exception {
        destination.store(
                0,
                List.of(
                        record(3, "x", "{\"n\":1}"),
                        record(1, "x", "{\"n\":1.0}"),
                        record(2, "x", "{\"n\":1e0}")));

        assertThat(json("sort=n", "limit=2"))
                .startsWith("{\"messages\":[{\"sequence\":0},{\"sequence\":2}]");
        assertThat(json("sort=n", "limit=2", "order=asc"))
                .startsWith("{\"messages\":[{\"sequence\":1},{\"sequence\":2}]");
    }

    @Test
    void saysHowFarItLookedWhenTheTimeIsOver() throws Exception {
        List<LogRecord> records = new ArrayList<>();
        // The older ones take seconds each.
        for (int i = 0; i < 40; i++) {
            records.add(record(i, "a".repeat(i < 20 ? 60_000 : 1), "{\"n\":" + (100 - i) + "}"));
        }
        destination.store(0, records);

        String json =
                json("sort=n", "limit=3", "timeout=8s", "query=-msg:~\"([ab]{1,60}c?){40}d\"");

        assertThat(json)
                .contains(
                        "\"partial\":true,\"reason\":\"timeout: searched back as far as"
                                + " 2026-10-19T12:00:")
                .contains("; what is older was not looked at\"")
                .doesNotContain("\"next\":", "\"previous\":", "{\"sequence\":0}");
        assertThat(Long.parseLong(json.replaceAll("(?s).*?\"sequence\":(\\d+).*", "$1")))
                .isGreaterThanOrEqualTo(20);
    }

    private String json(String... parameters) {
        Map<String, List<String>> values = values("since=1h", "fields=sequence");
        values.putAll(values(parameters));
        return written(
                MessageAnswer.to(MessageSearch.of(values, CONFIG, NOW), destination.messages())
                        ::writeJson);
    }
}
