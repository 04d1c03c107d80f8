package io.logdrive.destination.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.destination.store.Condition;
import io.logdrive.destination.store.Condition.All;
import io.logdrive.destination.store.Condition.Any;
import io.logdrive.destination.store.Condition.Has;
import io.logdrive.destination.store.Condition.LevelIn;
import io.logdrive.destination.store.Condition.Not;
import io.logdrive.destination.store.Condition.Words;
import io.logdrive.destination.store.Subject;
import io.logdrive.destination.store.ValueTest;
import io.logdrive.destination.store.ValueTest.Between;
import io.logdrive.destination.store.ValueTest.Bound;
import io.logdrive.destination.store.ValueTest.Equal;
import io.logdrive.destination.store.ValueTest.StartsWith;
import io.logdrive.wire.Level;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
    private static final Condition A = new Words("a", false);
    private static final Condition B = new Words("b", false);
    private static final Condition C = new Words("c", false);

    @Test
    void bindsAndCloserThanOr() {
        assertThat(QueryParser.parse("a b OR c"))
                .isEqualTo(new Any(List.of(new All(List.of(A, B)), C)));
        assertThat(QueryParser.parse("a AND (b OR c)"))
                .isEqualTo(new All(List.of(A, new Any(List.of(B, C)))));
        assertThat(QueryParser.parse("-a NOT b -(c)"))
                .isEqualTo(new All(List.of(new Not(A), new Not(B), new Not(C))));
        assertThat(QueryParser.parse("  ")).isEqualTo(Condition.EVERYTHING);
        assertThat(QueryParser.parse("*")).isEqualTo(Condition.EVERYTHING);
    }

    @Test
    void takesWordsPhrasesAndPrefixes() {
        assertThat(QueryParser.parse("time*")).isEqualTo(new Words("time", true));
        assertThat(QueryParser.parse("\"timed \\\"out\\\" \\\\ \\n\""))
                .isEqualTo(new Words("timed \"out\" \\ \\n", false));
        assertThat(QueryParser.parse("\"GET /\"*")).isEqualTo(new Words("GET /", true));
        assertThat(QueryParser.parse("12:30:45")).isEqualTo(new Words("12:30:45", false));
        assertThat(QueryParser.parse("or and not-x ORder"))
                .isEqualTo(
                        new All(
                                List.of(
                                        new Words("or", false),
                                        new Words("and", false),
                                        new Words("not-x", false),
                                        new Words("ORder", false))));
    }

    @Test
    void takesFieldsWithTheirTests() {
        Subject status = Subject.field("status");
        Subject service = Subject.of(Subject.Kind.SERVICE);

        assertThat(QueryParser.parse("service:pay*"))
                .isEqualTo(new Has(service, new StartsWith("pay")));
        assertThat(QueryParser.parse("status:>=500"))
                .isEqualTo(new Has(status, new Between(new Bound("500", true), null)));
        assertThat(QueryParser.parse("status:<500"))
                .isEqualTo(new Has(status, new Between(null, new Bound("500", false))));
        assertThat(QueryParser.parse("status:[400 TO 499}"))
                .isEqualTo(
                        new Has(
                                status,
                                new Between(new Bound("400", true), new Bound("499", false))));
        assertThat(QueryParser.parse("field.level:x"))
                .isEqualTo(new Has(Subject.field("level"), new Equal("x")));
        assertThat(QueryParser.parse("user:*"))
                .isEqualTo(new Has(Subject.field("user"), ValueTest.PRESENT));
        assertThat(QueryParser.parse("user:\"\""))
                .isEqualTo(
                        new Any(
                                List.of(
                                        new Not(new Has(Subject.field("user"), ValueTest.PRESENT)),
                                        new Has(Subject.field("user"), new Equal("")))));
        assertThat(QueryParser.parse("level:>=error OR level:[info TO warn]"))
                .isEqualTo(
                        new Any(
                                List.of(
                                        new LevelIn(Set.of(Level.ERROR, Level.FATAL)),
                                        new LevelIn(Set.of(Level.INFO, Level.WARN)))));
        assertThat(QueryParser.parse("msg:timeout")).isEqualTo(new Words("timeout", false));
        assertThat(String.valueOf(QueryParser.parse("msg:~\"a\\\"b\\\\d\"")))
                .contains("regex=a\"b\\\\d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a (b | 4 | expected ) for the ( at 2, found the end",
                "a) | 1 | expected the end or another term, found \")\"",
                "( ) | 2 | expected a word, a phrase, a field or a group, found \")\"",
                "a OR | 4 | expected a word, a phrase, a field or a group, found the end",
                "OR a | 0 | expected a word, a phrase, a field or a group, found \"OR a\"",
                "a \"b | 4 | expected \" for the one at 2, found the end",
                "\" \" | 0 | expected a phrase that is not blank, found \"\" \"\"",
                "a*b | 1 | expected * at the end of a word only, found \"*b\"",
                "a level:loud | 8 | expected a level (trace, debug, info, warn, error or fatal),"
                        + " found \"loud\"",
                "level:>=eror | 8 | expected a level (trace, debug, info, warn, error or fatal;"
                        + " nearest: error), found \"eror\"",
                "msg:~( b) | 5 | expected a regular expression, found \"( b)\"",
                "x status: y | 9 | expected a value after the colon, found \" y\"",
                "status:>= | 9 | expected a value after the operator, found the end",
                "status:[1 2] | 7 | expected [a TO b], found \"[1 2]\"",
                "a msg:~\"(\" | 8 | expected RE2 syntax, found missing closing ): (",
                "origin:1 | 7 | expected the id of an origin, a UUID, found \"1\"",
            })
    void saysWhereAndWhatIsWrong(String query, int position, String detail) {
        assertThatThrownBy(() -> QueryParser.parse(query))
                .isInstanceOfSatisfying(
                        QueryProblem.class,
                        problem -> {
                            assertThat(problem).hasMessage("query at " + position + ": " + detail);
                            assertThat(problem.position()).isEqualTo(position);
                            assertThat(problem.parameter()).isEqualTo("query");
                            assertThat(problem.status()).isEqualTo(400);
                        });
    }

    @Test
    void boundsLengthDepthAndTerms() {
        assertThatThrownBy(() -> QueryParser.parse("(".repeat(5_000) + "a"))
                .hasMessage("query at 32: expected at most 32 levels, found more");
        assertThatThrownBy(() -> QueryParser.parse("-".repeat(5_000) + "a"))
                .hasMessageContaining("expected at most 32 levels");
        assertThatThrownBy(() -> QueryParser.parse("a ".repeat(201)))
                .hasMessage("query at 400: expected at most 200 terms, found more");
        assertThatThrownBy(() -> QueryParser.parse("x".repeat(10_001)))
                .hasMessage("query at 10000: expected at most 10000 characters, found 10001");
        assertThat(QueryParser.parse("(".repeat(31) + "a" + ")".repeat(31))).isEqualTo(A);
    }

    @Test
    void answersEveryTextWithAConditionOrAPosition() {
        Random random = new Random(7);
        String alphabet = "ab:\"()*-~[]{}<>=\\ ORTANDlevelstatus19.|é\u2028";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String query = text.toString();
            try {
                assertThat(QueryParser.parse(query)).isNotNull();
            } catch (QueryProblem problem) {
                assertThat(problem.position()).as(query).isBetween(0, query.length());
            }
        }
    }
}
