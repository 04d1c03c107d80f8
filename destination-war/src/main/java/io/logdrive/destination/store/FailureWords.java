package io.logdrive.destination.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Why the database takes nothing, for people who may read figures: by what SQLState says, with the
 * driver's own words only where these name no SQL, no value and no user. Immutable.
 */
final class FailureWords {
    private static final int DETAIL_CHARS_MAX = 200;

    /** Against causes that are a ring. */
    private static final int CAUSES_MAX = 20;

    private FailureWords() {}

    /** One line. */
    static String of(Throwable failure) {
        SQLException sql = withState(failure);
        String state = sql == null ? "" : SqlFailure.state(sql);
        if (SqlFailure.isDiskFull(sql == null ? failure : sql)) {
            return "disk is full" + detail(sql);
        }
        String what = what(state);
        if (isHarmless(state, sql)) {
            return what + detail(sql);
        }
        return state.isEmpty() ? what : what + " (SQLSTATE " + state + ")";
    }

    private static String what(String state) {
        return switch (state) {
            case "08001", "08004" -> "database refuses connections";
            case "57P01", "57P02", "57P03" -> "database is starting or stopping";
            case "0A000" -> "database cannot be used";
            case "25006" -> "database is read-only";
            case "3D000" -> "database does not exist";
            case "57014", "HYT00", "55P03" -> "database is too slow or locked";
            default -> {
                if (state.startsWith("08")) {
                    yield "connection to the database broke";
                }
                if (state.startsWith("28")) {
                    yield "database refuses the user or the password";
                }
                yield state.startsWith("53") ? "database has no room for more" : "database fails";
            }
        };
    }

    /** What a server says of itself, or what we say. */
    private static boolean isHarmless(String state, @Nullable SQLException sql) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P0")
                || (sql != null && line(sql).startsWith("PostgreSQL: expected "));
    }

    private static String detail(@Nullable SQLException sql) {
        return sql == null ? "" : ": " + line(sql);
    }

    private static String line(SQLException sql) {
        String text = String.valueOf(sql.getMessage());
        int end = text.indexOf('\n');
        String first = (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
        int statement = first.indexOf("; SQL statement");
        String shown = statement < 0 ? first : first.substring(0, statement);
        return shown.length() <= DETAIL_CHARS_MAX
                ? shown
                : shown.substring(0, DETAIL_CHARS_MAX) + "…";
    }

    /** The innermost that has one: those around it are the pool's. */
    private static @Nullable SQLException withState(Throwable failure) {
        SQLException found = null;
        Throwable each = failure;
        for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
            if (each instanceof SQLException sql && !SqlFailure.state(sql).isEmpty()) {
                found = sql;
            }
            each = each.getCause();
        }
        return found;
    }
}
