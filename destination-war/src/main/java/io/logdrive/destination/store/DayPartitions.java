package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * The partitions of {@code message} on PostgreSQL, one for each day of the event time in UTC
 * (decision 0061): made {@value #AHEAD} days ahead, and for late lines when they come. Times that
 * no clock should show, and what comes when too many days exist, are in {@code message_other}.
 *
 * <p>Thread-safe.
 */
final class DayPartitions {
    static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int AHEAD = 7;
    private static final int BACK = 3_650;

    /** A query locks each that it cannot rule out, and PostgreSQL's table of locks is bounded. */
    private static final int COUNT_MAX = 400;

    private static final long RETRY_MILLIS = 60_000;

    private static final String PREFIX = "message_";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{8}");
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.BASIC_ISO_DATE;

    private final Clock clock;
    private final Set<Long> known = new ConcurrentSkipListSet<>();
    private volatile long notBeforeMillis;

    DayPartitions(Clock clock) {
        this.clock = clock;
    }

    /** Makes those of yesterday to {@value #AHEAD} days ahead that are not there. */
    void makeAhead(Connection connection) throws SQLException {
        Set<Long> found = new TreeSet<>(days(connection));
        known.retainAll(found);
        known.addAll(found);
        long today = today();
        for (long day = today - 1; day <= today + AHEAD; day++) {
            if (!found.contains(day)) {
                connection.setAutoCommit(false);
                try {
                    make(connection, day);
                    connection.commit();
                    known.add(day);
                } catch (SQLException e) {
                    connection.rollback();
                    if (!isInTheWay(e)) {
                        throw e;
                    }
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    /**
     * Makes the one for a row that is about to be inserted, within the writer's transaction; when
     * that cannot be had at once, the row goes to {@code message_other}.
     */
    void cover(Connection connection, long day) throws SQLException {
        if (known.contains(day) || !isPlausible(day) || clock.millis() < notBeforeMillis) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            make(connection, day);
            connection.releaseSavepoint(before);
            known.add(day);
        } catch (SQLException e) {
            connection.rollback(before);
            if (!isInTheWay(e)) {
                throw e;
            }
            notBeforeMillis = clock.millis() + RETRY_MILLIS;
        }
    }

    /** The days for which there is a partition, in ascending order, in days since the epoch. */
    static Set<Long> days(Connection connection) throws SQLException {
        Set<Long> days = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT c.relname FROM pg_inherits i"
                                        + " JOIN pg_class c ON c.oid = i.inhrelid"
                                        + " WHERE i.inhparent = 'message'::regclass")) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (NAME.matcher(name).matches()) {
                    String suffix = name.substring(PREFIX.length());
                    days.add(LocalDate.parse(suffix, SUFFIX).toEpochDay());
                }
            }
        }
        return days;
    }

    static String name(long day) {
        return PREFIX + LocalDate.ofEpochDay(day).format(SUFFIX);
    }

    /** Midnight in UTC at which a day begins, as SQL. */
    static String midnight(long day) {
        return "'" + LocalDate.ofEpochDay(day) + " 00:00:00+00'";
    }

    void forget(long day) {
        known.remove(day);
    }

    long today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }

    private boolean isPlausible(long day) {
        long today = today();
        return day >= today - BACK && day <= today + AHEAD && known.size() < COUNT_MAX;
    }

    /**
     * Made beside and then attached, which stops neither readers nor writers of other partitions.
     * Its rows may be in the other one already: they move.
     */
    private static void make(Connection connection, long day) throws SQLException {
        String name = name(day);
        String from = midnight(day);
        String to = midnight(day + 1);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '300ms'");
            statement.execute("LOCK TABLE message_other IN ACCESS EXCLUSIVE MODE");
            statement.execute("CREATE TABLE " + name + " (LIKE message INCLUDING ALL)");
            statement.execute(
                    "WITH moved AS (DELETE FROM message_other WHERE event_time >= "
                            + from
                            + " AND event_time < "
                            + to
                            + " RETURNING *) INSERT INTO "
                            + name
                            + " SELECT * FROM moved");
            statement.execute(
                    "ALTER TABLE message ATTACH PARTITION "
                            + name
                            + " FOR VALUES FROM ("
                            + from
                            + ") TO ("
                            + to
                            + ")");
            statement.execute("SET LOCAL lock_timeout = 0");
        }
    }

    /** Another process is making it, or somebody reads or writes the other one. */
    static boolean isInTheWay(SQLException e) {
        String state = SqlFailure.state(e);
        return state.equals("55P03") // lock not available
                || state.equals("40P01") // deadlock
                || state.equals("42P07") // duplicate table
                || state.equals("23505") // in the catalogue
                || state.equals("42P17"); // would overlap
    }
}
