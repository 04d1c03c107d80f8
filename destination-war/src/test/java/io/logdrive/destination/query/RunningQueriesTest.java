package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.query.RunningQueries.Running;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningQueriesTest {
    private static final String BAD =
            "Logdrive-Query: expected 1 to 64 of A-Z, a-z, 0-9 and -, found ";

    private final RunningQueries queries = new RunningQueries();

    @Test
    void endsAllOfOneIdAndNoOther() {
        Running one = queries.begin("anna", "a-1");
        Running twin = queries.begin("anna", "a-1");
        Running other = queries.begin("anna", "a-2");

        queries.end("anna", "a-1");

        assertThat(isEnded(one)).isTrue();
        assertThat(isEnded(twin)).isTrue();
        assertThat(isEnded(other)).isFalse();
    }

    @Test
    void anothersIdIsUnknown() {
        Running hers = queries.begin("anna", "a-1");

        queries.end("anna/token", "a-1");
        queries.end("bert", "a-1");

        assertThat(isEnded(hers)).isFalse();
    }

    @Test
    void forgetsWhatHasEndedAndKeepsItsTwin() {
        Running one = queries.begin("anna", "a-1");
        Running twin = queries.begin("anna", "a-1");

        one.close();
        one.close();
        queries.end("anna", "a-1");

        assertThat(queries.size()).isOne();
        assertThat(isEnded(one)).isFalse();
        assertThat(isEnded(twin)).isTrue();
    }

    @Test
    void anEndThatOvertakesItsQueryEndsNothing() {
        queries.end("anna", "a-1");

        assertThat(isEnded(queries.begin("anna", "a-1"))).isFalse();
    }

    @Test
    void isBoundedAndWhatIsBeyondRunsToItsEnd() {
        List<Running> all = new ArrayList<>();
        for (int i = 0; i <= RunningQueries.MAX; i++) {
            all.add(queries.begin("anna", "a-" + i));
        }
        Running beyond = all.get(RunningQueries.MAX);

        queries.end("anna", "a-" + RunningQueries.MAX);

        assertThat(queries.size()).isEqualTo(RunningQueries.MAX);
        assertThat(isEnded(beyond)).isFalse();
        all.forEach(Running::close);
        assertThat(queries.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a_b", "\u00e4", "../x"})
    void refusesWhatIsNoId(String id) {
        assertThatThrownBy(() -> queries.begin("anna", id))
                .isInstanceOf(QueryProblem.class)
                .hasMessage(BAD + Parameters.quoted(id));
        assertThatThrownBy(() -> queries.end("anna", id))
                .isInstanceOf(QueryProblem.class)
                .hasMessage(BAD + Parameters.quoted(id));
    }

    @Test
    void takesIdsOfUpTo64Characters() {
        assertThat(queries.begin("anna", "x".repeat(64))).isNotNull();
        assertThatThrownBy(() -> queries.begin("anna", "x".repeat(65)))
                .isInstanceOf(QueryProblem.class);
    }

    private static boolean isEnded(Running running) {
        return running.ending().isTold();
    }
}
