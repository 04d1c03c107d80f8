package io.logdrive.destination.query;

import static io.logdrive.destination.query.QueriedDestination.CONFIG;
import static io.logdrive.destination.query.QueriedDestination.values;
import static io.logdrive.destination.query.QueriedDestination.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.TestRecords;
import io.logdrive.destination.store.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stood around a message: on every database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ContextAnswerIT {
    @RegisterExtension final QueriedDestination destination;

    ContextAnswerIT(TestDatabase database) {
        destination = QueriedDestination.start(database);
    }

    @Test
    void showsWhatStoodAroundAMessage() {
        destination.store(0, TestRecords.records(0, 30));

        assertThat(context(11, "before=2", "after=3", "fields=message"))
                .isEqualTo(
                        "{\"before\":[{\"message\":\"line 8\"},{\"message\":\"line 9\"}],"
                                + "\"message\":{\"message\":\"line 10\"},"
                                + "\"after\":[{\"message\":\"line 11\"},{\"message\":\"line 12\"},"
                                + "{\"message\":\"line 13\"}],\"partial\":false}");
        assertThatThrownBy(() -> context(99)).hasMessage("message 99: expected one, found none");
    }

    @Test
    void showsTheLinesOfOneRequest() {
        destination.store(
                0,
                Stream.of("a", "b", "a", "c", "b", "a")
                        .map(request -> "{\"request\":\"" + request + "\",\"ms\":[1,2]}")
                        .map(fields -> TestRecords.record(0, "line", fields))
                        .toList());

        assertThat(context(3, "same=request", "fields=id"))
                .isEqualTo(
                        "{\"before\":[{\"id\":1}],\"message\":{\"id\":3},"
                                + "\"after\":[{\"id\":6}],\"partial\":false}");
        assertThat(context(3, "same=field.ms", "fields=id", "before=1", "after=1"))
                .startsWith("{\"before\":[{\"id\":2}]");
        assertThatThrownBy(() -> context(3, "same=user"))
                .hasMessage(
                        "same: expected origin, service, host or a field that the message has,"
                                + " found \"user\"");
        assertThatThrownBy(() -> context(3, "same=level")).hasMessageEndingWith("found \"level\"");
    }

    private String context(long id, String... parameters) {
        return written(
                new ContextAnswer(id, values(parameters), CONFIG, destination.messages())::write);
    }
}
