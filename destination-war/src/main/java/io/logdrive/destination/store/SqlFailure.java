package io.logdrive.destination.store;

import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an {@link SQLException} means for the writer. Immutable. */
final class SqlFailure {
    /** What PostgreSQL says; ours too when too little is free. */
    static final String DISK_FULL = "53100";

    private static final String UNIQUE_VIOLATION = "23505";

    /** What PostgreSQL says when our COPY is malformed: our bug, of which no record is guilty. */
    private static final String BAD_COPY = "22P04";

    /** What H2 says instead while the other transaction is not committed. */
    private static final String CONCURRENT_UPDATE = "90131";

    /** What of SQLite's codes the retrying depends on, as the states that PostgreSQL has. */
    private static final Map<SQLiteErrorCode, String> SQLITE_STATES =
            Map.ofEntries(
                    Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, UNIQUE_VIOLATION),
                    Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY, UNIQUE_VIOLATION),
                    Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID, UNIQUE_VIOLATION),
                    Map.entry(SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL, "23502"),
                    Map.entry(SQLiteErrorCode.SQLITE_TOOBIG, "22001"),
                    Map.entry(SQLiteErrorCode.SQLITE_MISMATCH, "22018"),
                    Map.entry(SQLiteErrorCode.SQLITE_FULL, DISK_FULL),
                    Map.entry(SQLiteErrorCode.SQLITE_NOMEM, "53200"),
                    Map.entry(SQLiteErrorCode.SQLITE_BUSY, "55P03"),
                    Map.entry(SQLiteErrorCode.SQLITE_LOCKED, "55P03"),
                    Map.entry(SQLiteErrorCode.SQLITE_INTERRUPT, "57014"),
                    Map.entry(SQLiteErrorCode.SQLITE_CANTOPEN, "08001"),
                    Map.entry(SQLiteErrorCode.SQLITE_READONLY, "25006"),
                    Map.entry(SQLiteErrorCode.SQLITE_IOERR, "58030"),
                    Map.entry(SQLiteErrorCode.SQLITE_CORRUPT, "XX001"),
                    Map.entry(SQLiteErrorCode.SQLITE_NOTADB, "XX001"));

    /** Against causes that are a ring. */
    private static final int CAUSES_MAX = 20;

    private SqlFailure() {}

    /**
     * Whether the record is at fault (SQLState class 22 or 23), not the database: trying again
     * would fail again.
     *
     * <p>A unique violation is none: the only unique column of {@code message} is the id that the
     * writer itself assigns, and the cure is to connect again, which puts the next id right.
     */
    static boolean isOfData(SQLException failure) {
        for (SQLException e = failure; e != null; e = e.getNextException()) {
            String state = state(e);
            if (!state.equals(UNIQUE_VIOLATION)
                    && !state.equals(BAD_COPY)
                    && (state.startsWith("22") || state.startsWith("23"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether another transaction entered the row with that key first. */
    static boolean isTaken(SQLException failure) {
        String state = state(failure);
        return state.equals(UNIQUE_VIOLATION) || state.equals(CONCURRENT_UPDATE);
    }

    /** Whether there is no room on the disk: worth looking again soon, as space comes at once. */
    static boolean isDiskFull(Throwable failure) {
        return (failure instanceof SQLException e && DISK_FULL.equals(state(e)))
                || String.valueOf(root(failure).getMessage()).contains("No space left");
    }

    /** Whether a statement ran into its timeout or was cancelled (57014). */
    static boolean isTimeout(SQLException failure) {
        String state = state(failure);
        return state.equals("57014")
                || state.equals("HYT00")
                || failure instanceof java.sql.SQLTimeoutException;
    }

    /**
     * The SQLState; for SQLite, which has codes of its own, the one that PostgreSQL would give.
     * Empty when there is none.
     */
    static String state(SQLException failure) {
        // SQLite's driver is looked for only where it is in use.
        if (failure instanceof SQLiteException sqlite) {
            return sqliteState(sqlite.getResultCode());
        }
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    private static String sqliteState(SQLiteErrorCode code) {
        String exact = SQLITE_STATES.get(code);
        if (exact != null) {
            return exact;
        }
        // The lower byte of an extended code is the general one.
        SQLiteErrorCode general = SQLiteErrorCode.getErrorCode(code.code & 0xff);
        if (general == SQLiteErrorCode.SQLITE_CONSTRAINT) {
            return "23514";
        }
        return SQLITE_STATES.getOrDefault(general, "HY000");
    }

    /** What stays the same when the same thing fails again: messages name object ids. */
    static String kind(Throwable failure) {
        return failure instanceof SQLException e && !state(e).isEmpty()
                ? state(e)
                : failure.getClass().getName();
    }

    /** The failure in one line: SQLState, the first line of the message, and what is behind it. */
    static String reason(Throwable failure) {
        String line = firstLine(failure);
        String root = firstLine(root(failure));
        String text = line.contains(root) ? line : line + " (" + root + ")";
        return failure instanceof SQLException e && !state(e).isEmpty()
                ? state(e) + " " + text
                : text;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; depth < CAUSES_MAX && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
