package io.logdrive.destination.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When tokens or sessions were last used, collected in memory and written by the upkeep: no request
 * waits for that, and the same one is written once a minute at most. A crash loses some seconds of
 * it.
 *
 * <p>Thread-safe.
 */
final class LastUses {
    /** Of more at once the rest is noted with their next use. */
    static final int MAX = 10_000;

    private static final Duration COARSE = Duration.ofMinutes(1);

    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final String update;

    /**
     * @param update with the parameters time, key, time: sets a later time
     */
    LastUses(String update) {
        this.update = update;
    }

    /**
     * It is used.
     *
     * @param before when it was last, as far as the database knows
     */
    void note(String key, @Nullable Instant before, Instant now) {
        boolean recent = before != null && before.plus(COARSE).isAfter(now);
        if (!recent && uses.size() < MAX) {
            uses.putIfAbsent(key, now);
        }
    }

    /** Writes what was noted. */
    void flush(SmallChanges changes) {
        if (uses.isEmpty()) {
            return;
        }
        Map<String, Instant> taken = Map.copyOf(uses);
        changes.transaction(connection -> write(connection, taken, changes.dialect()));
        // One that failed is written with the next round.
        taken.forEach(uses::remove);
    }

    private int write(Connection connection, Map<String, Instant> taken, Dialect dialect)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (Map.Entry<String, Instant> use : taken.entrySet()) {
                Object time = dialect.time(Instants.micros(use.getValue()));
                statement.setObject(1, time);
                statement.setString(2, use.getKey());
                statement.setObject(3, time);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }
}
