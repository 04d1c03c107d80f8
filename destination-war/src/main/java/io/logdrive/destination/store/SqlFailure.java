package io.logdrive.destination.store;

import java.sql.SQLException;

/** What an {@link SQLException} means for the writer. Immutable. */
final class SqlFailure {
    /** What PostgreSQL says; ours too when too little is free. */
    static final String DISK_FULL = "53100";

    private static final String UNIQUE_VIOLATION = "23505";

    /** What H2 says instead while the other transaction is not committed. */
    private static final String CONCURRENT_UPDATE = "90131";

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
            String state = e.getSQLState();
            if (state != null && !state.equals(UNIQUE_VIOLATION)) {
                if (state.startsWith("22") || state.startsWith("23")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether another transaction entered the row with that key first. */
    static boolean isTaken(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState())
                || CONCURRENT_UPDATE.equals(failure.getSQLState());
    }

    /** Whether there is no room on the disk: worth looking again soon, as space comes at once. */
    static boolean isDiskFull(Throwable failure) {
        return (failure instanceof SQLException e && DISK_FULL.equals(e.getSQLState()))
                || String.valueOf(root(failure).getMessage()).contains("No space left");
    }

    /** Whether a statement ran into its timeout or was cancelled (57014). */
    static boolean isTimeout(SQLException failure) {
        return "57014".equals(failure.getSQLState())
                || "HYT00".equals(failure.getSQLState())
                || failure instanceof java.sql.SQLTimeoutException;
    }

    /** What stays the same when the same thing fails again: messages name object ids. */
    static String kind(Throwable failure) {
        return failure instanceof SQLException e && e.getSQLState() != null
                ? e.getSQLState()
                : failure.getClass().getName();
    }

    /** The failure in one line: SQLState, the first line of the message, and what is behind it. */
    static String reason(Throwable failure) {
        String line = firstLine(failure);
        String root = firstLine(root(failure));
        String text = line.contains(root) ? line : line + " (" + root + ")";
        return failure instanceof SQLException e ? e.getSQLState() + " " + text : text;
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
