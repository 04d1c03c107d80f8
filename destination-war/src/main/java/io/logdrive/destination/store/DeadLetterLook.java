package io.logdrive.destination.store;

import io.logdrive.payara.letters.LetterChoice;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through the dead letters, the latest first, for those that are meant.
 *
 * <p>They are compared here and not in SQL: what "in any case" is differs between the databases,
 * and the same text must choose the same letters when they are shown and when they are changed.
 * Confined to one thread.
 */
final class DeadLetterLook {
    private static final int SLICE = 500;
    private static final int LOOK_MAX = 100_000;

    /** People ask every few seconds; it must not keep the database busy. */
    private static final Duration LOOK_TIME = Duration.ofMillis(2_500);

    private final LetterChoice choice;
    private final int limit;
    private final Dialect dialect;
    private final List<DeadLetter> letters = new ArrayList<>();
    private long looked;
    private long last;
    private long count;
    private long untilMicros;

    DeadLetterLook(LetterChoice choice, int limit, Dialect dialect) {
        this.choice = choice;
        this.limit = limit;
        this.dialect = dialect;
    }

    DeadLetterPage page(Connection connection, long before, Deadline deadline) throws SQLException {
        Deadline enough = Deadline.in(LOOK_TIME);
        last = before;
        try (PreparedStatement statement =
                connection.prepareStatement(
                        DeadLetterTable.HEAD + " WHERE id < ? ORDER BY id DESC LIMIT " + SLICE)) {
            int found = SLICE;
            while (found == SLICE) {
                if (looked >= LOOK_MAX || enough.leftNanos() == 0) {
                    return page(true);
                }
                deadline.limit(statement);
                statement.setLong(1, last);
                found = 0;
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found++;
                        look(DeadLetterTable.head(rows, dialect));
                    }
                }
            }
        }
        return page(false);
    }

    private void look(DeadLetter letter) {
        looked++;
        last = letter.id();
        if (letter.isMeant(choice)) {
            count++;
            untilMicros = Math.max(untilMicros, letter.atMicros());
            if (letters.size() < limit) {
                letters.add(letter);
            }
        }
    }

    private DeadLetterPage page(boolean partial) {
        long next = 0;
        if (count > letters.size()) {
            next = letters.get(letters.size() - 1).id();
        } else if (partial) {
            next = last;
        }
        return new DeadLetterPage(letters, next, count, untilMicros, partial);
    }
}
