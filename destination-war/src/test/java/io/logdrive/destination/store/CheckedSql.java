package io.logdrive.destination.store;

import java.util.List;

/** What must hold of the SQL of every condition. Thread-safe. */
public final class CheckedSql {
    private static final List<Dialect> DIALECTS =
            List.of(new H2Dialect(), new PostgresDialect(), new SqliteDialect());

    private CheckedSql() {}

    /** Throws unless each dialect's text has a bind parameter for each value, and only ASCII. */
    public static void check(Condition condition) {
        for (Dialect dialect : DIALECTS) {
            ConditionSql sql = ConditionSql.of(condition, dialect);
            long places = sql.text().chars().filter(c -> c == '?').count();
            if (places != sql.values().size()) {
                throw new AssertionError(
                        sql.text() + ": expected " + places + " values, found " + sql.values());
            }
            if (!sql.text().chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw new AssertionError("expected our words only, found " + sql.text());
            }
        }
    }
}
