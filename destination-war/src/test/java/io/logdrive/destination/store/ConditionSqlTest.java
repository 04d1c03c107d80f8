package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.destination.store.Condition.All;
import io.logdrive.destination.store.Condition.Any;
import io.logdrive.destination.store.Condition.Contains;
import io.logdrive.destination.store.Condition.Has;
import io.logdrive.destination.store.Condition.LevelIn;
import io.logdrive.destination.store.Condition.Not;
import io.logdrive.destination.store.Condition.OriginIs;
import io.logdrive.destination.store.Condition.Words;
import io.logdrive.wire.Level;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConditionSqlTest {
    private static final Subject SERVICE = Subject.of(Subject.Kind.SERVICE);
    private static final String EVIL = "' OR 1=1; --";

    @Test
    void putsWhatAUserWroteIntoParametersOnly() {
        ConditionSql sql =
                sql(
                        new All(
                                List.of(
                                        new Has(SERVICE, new ValueTest.Equal(EVIL)),
                                        new Has(
                                                Subject.field(EVIL),
                                                new ValueTest.StartsWith(EVIL)),
                                        new Has(
                                                Subject.of(Subject.Kind.TAG),
                                                new ValueTest.Equal(EVIL)),
                                        new Contains(EVIL),
                                        new Words(EVIL, true))));

        assertThat(sql.text()).doesNotContain("OR 1=1").doesNotContain("'%");
        assertThat(sql.text().chars().filter(c -> c == '?').count()).isEqualTo(sql.values().size());
    }

    @Test
    void isExactForColumnsAndTheirNegations() {
        Condition columns =
                new Any(
                        List.of(
                                new LevelIn(Set.of(Level.WARN)),
                                new Not(new Has(SERVICE, new ValueTest.StartsWith("pay"))),
                                new OriginIs(new UUID(0, 1))));

        assertThat(sql(columns).exact()).isTrue();
        assertThat(sql(new Not(columns)).exact()).isTrue();
        assertThat(sql(new Not(columns)).text())
                .isEqualTo(
                        "(NOT (level IS NOT NULL AND level IN (?)) AND (service IS NOT NULL AND"
                                + " LOCATE(?, service) = 1) AND NOT (origin_id = ?))");
        assertThat(sql(Condition.EVERYTHING)).isEqualTo(new ConditionSql("", List.of(), true));
        assertThat(sql(new Not(Condition.EVERYTHING)).text()).isEqualTo("1 = 0");
    }

    @Test
    void neverNegatesWhatIsNotExact() {
        assertThat(sql(new Not(new Contains("abc"))))
                .isEqualTo(new ConditionSql("", List.of(), false));
        assertThat(sql(new Any(List.of(new Contains("abc"), new Not(new Contains("abc"))))).text())
                .isEmpty();
        assertThat(
                        sql(new All(
                                        List.of(
                                                new Not(new Contains("abc")),
                                                new LevelIn(Set.of(Level.INFO)))))
                                .text())
                .isEqualTo("((level IS NOT NULL AND level IN (?)))");
    }

    @Test
    void looksInAdvanceForPiecesOfWhichAllDatabasesHaveOneNotion() {
        assertThat(sql(new Contains("50%_größe_of")).values()).containsExactly("%50~%~_gr%");
        assertThat(sql(new Contains("ß")).text()).isEmpty();
        assertThat(
                        sql(new Has(Subject.field("http.path"), new ValueTest.Equal("/api\"x")))
                                .values())
                .containsExactly("path", "api", "\\u");
    }

    private static ConditionSql sql(Condition condition) {
        return ConditionSql.of(condition, new H2Dialect());
    }
}
