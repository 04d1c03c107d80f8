package io.logdrive.destination.store;

import io.logdrive.wire.Level;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The messages that have one age in common, as a condition of SQL, and when they go.
 *
 * <p>Immutable.
 *
 * @param ofLevels holds for the messages that this is about
 * @param age how long they are kept after they were received
 */
record Expiry(String ofLevels, Duration age) {

    /** One for each age that ends; the shortest first. */
    static List<Expiry> of(RetentionConfig config) {
        Map<Duration, List<Level>> levels = new TreeMap<>();
        for (Level level : Level.values()) {
            levels.computeIfAbsent(config.ageOf(level), age -> new ArrayList<>()).add(level);
        }
        levels.computeIfAbsent(config.age(), age -> new ArrayList<>());
        Map<Duration, Expiry> expiries = new LinkedHashMap<>();
        levels.forEach(
                (age, own) ->
                        expiries.put(
                                age, new Expiry(condition(own, age.equals(config.age())), age)));
        return expiries.values().stream().filter(expiry -> !expiry.age().isZero()).toList();
    }

    /** What all of {@code expiries} together let go, with a parameter for each of them. */
    static String anyOf(List<Expiry> expiries) {
        return expiries.stream()
                .map(expiry -> "(" + expiry.ofLevels() + " AND received_time < ?)")
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** Binds the parameters of {@link #anyOf} and returns the number of the next one. */
    static int bind(
            List<Expiry> expiries,
            PreparedStatement statement,
            int from,
            Instant now,
            Dialect dialect)
            throws SQLException {
        int next = from;
        for (Expiry expiry : expiries) {
            statement.setObject(next++, dialect.time(expiry.cutoff(now)));
        }
        return next;
    }

    /** Microseconds since the epoch: what was received before goes. */
    long cutoff(Instant now) {
        return Instants.micros(now.minus(age));
    }

    private static String condition(List<Level> levels, boolean without) {
        String numbers =
                levels.stream()
                        .map(level -> Integer.toString(level.number()))
                        .collect(Collectors.joining(", "));
        String of = levels.isEmpty() ? "" : "level IN (" + numbers + ")";
        String none = without ? "level IS NULL" : "";
        return "(" + of + (of.isEmpty() || none.isEmpty() ? "" : " OR ") + none + ")";
    }
}
