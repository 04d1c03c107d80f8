package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.with;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that a search finds, in one answer: on every database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ExportAnswerIT {
    private static final Instant NOW = Instant.parse("2026-10-26T00:00:00Z");

    @RegisterExtension final QueriedDestination destination;

    ExportAnswerIT(TestDatabase database) {
        destination = QueriedDestination.start(database);
    }

    @Test
    void exportsEverythingAndResumesByItsLastLineOrItsLastRow() {
        destination.store(0, TestRecords.records(0, 1_234));
        String[] all = {"since=all", "end=2026-10-20", "order=asc", "fields=id,sequence"};

        List<String> lines = export(all).lines().toList();

        assertThat(lines).hasSize(1_235);
        assertThat(lines.get(1_233)).isEqualTo("{\"id\":1234,\"sequence\":1233}");
        assertThat(lines.get(1_234)).startsWith("{\"end\":true,\"rows\":1234,\"partial\":false,");
        List<String> rest = export(with(all, "after=1200")).lines().toList();
        assertThat(rest.subList(0, 34)).isEqualTo(lines.subList(1_200, 1_234));
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(lines.get(1_234));
        assertThat(next.find()).isTrue();
        assertThat(export(with(all, "after=" + next.group(1))))
                .startsWith("{\"end\":true,\"rows\":0,");
        assertThat(export(with(all, "format=csv", "query=\"line 7\"")))
                .isEqualTo("id,sequence\r\n8,7\r\n");
    }

    private String export(String... parameters) {
        ExportAnswer answer =
                new ExportAnswer(values(parameters), CONFIG, destination.messages(), NOW);
        AnswerFormat format = answer.format();
        return written(out -> answer.write(out, format == null ? AnswerFormat.NDJSON : format));
    }
}
