package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
    @Test
    void blamesTheDataForClasses22And23() {
        assertThat(SqlFailure.isOfData(new SQLException("too long", "22001"))).isTrue();
        assertThat(SqlFailure.isOfData(new SQLException("null", "23502"))).isTrue();
    }

    @Test
    void blamesTheDatabaseForTransientClassesAndForNoState() {
        for (String state : new String[] {"08006", "40001", "53100", "57014", "90098", "HY000"}) {
            assertThat(SqlFailure.isOfData(new SQLException("away", state))).as(state).isFalse();
        }
        assertThat(SqlFailure.isOfData(new SQLException("away"))).isFalse();
    }

    @Test
    void blamesTheDatabaseForAnIdThatIsTaken() {
        assertThat(SqlFailure.isOfData(new SQLException("id", "23505"))).isFalse();
    }

    @Test
    void looksIntoTheExceptionsOfABatch() {
        BatchUpdateException batch = new BatchUpdateException("batch", "HY000", new int[0]);
        batch.setNextException(new SQLException("too long", "22001"));

        assertThat(SqlFailure.isOfData(batch)).isTrue();
    }

    @Test
    void knowsATimeoutByItsStateOrType() {
        assertThat(SqlFailure.isTimeout(new SQLException("canceled", "57014"))).isTrue();
        assertThat(SqlFailure.isTimeout(new SQLTimeoutException("slow"))).isTrue();
        assertThat(SqlFailure.isTimeout(new SQLException("away", "08006"))).isFalse();
    }

    @Test
    void saysStateAndFirstLine() {
        assertThat(SqlFailure.reason(new SQLException("too long\nSQL: INSERT …", "22001")))
                .isEqualTo("22001 too long");
        assertThat(SqlFailure.reason(new IllegalStateException("broken"))).isEqualTo("broken");
    }

    @Test
    void isOfTheSameKindWhenTheStateIsTheSame() {
        assertThat(SqlFailure.kind(new SQLException("at @1", "HY000"))).isEqualTo("HY000");
        assertThat(SqlFailure.kind(new SQLException("no state")))
                .isEqualTo("java.sql.SQLException");
        assertThat(SqlFailure.kind(new IllegalStateException("x")))
                .isEqualTo("java.lang.IllegalStateException");
    }
}
