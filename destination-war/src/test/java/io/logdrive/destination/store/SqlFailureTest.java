package io.logdrive.destination.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

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

    @Test
    void hasTheStatesOfPostgreSqlForTheCodesOfSqlite() {
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY)))
                .isEqualTo("23505");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK)))
                .isEqualTo("23514");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_FULL))).isEqualTo("53100");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_BUSY))).isEqualTo("55P03");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT)))
                .isEqualTo("55P03");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_IOERR_FSYNC))).isEqualTo("58030");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_CORRUPT))).isEqualTo("XX001");
        assertThat(SqlFailure.state(sqlite(SQLiteErrorCode.SQLITE_ERROR))).isEqualTo("HY000");
        assertThat(SqlFailure.isOfData(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL))).isTrue();
        assertThat(SqlFailure.isOfData(sqlite(SQLiteErrorCode.SQLITE_TOOBIG))).isTrue();
        assertThat(SqlFailure.isOfData(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE))).isFalse();
        assertThat(SqlFailure.isOfData(sqlite(SQLiteErrorCode.SQLITE_IOERR))).isFalse();
        assertThat(SqlFailure.isTimeout(sqlite(SQLiteErrorCode.SQLITE_INTERRUPT))).isTrue();
        assertThat(SqlFailure.isDiskFull(sqlite(SQLiteErrorCode.SQLITE_FULL))).isTrue();
        assertThat(SqlFailure.isTaken(sqlite(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE))).isTrue();
    }

    @Test
    void blamesNoRecordForAMalformedCopy() {
        assertThat(SqlFailure.isOfData(new SQLException("row field count is 0", "22P04")))
                .isFalse();
        assertThat(SqlFailure.isOfData(new SQLException("binary", "22P03"))).isTrue();
    }

    private static SQLException sqlite(SQLiteErrorCode code) {
        return new SQLiteException("scripted", code);
    }
}
