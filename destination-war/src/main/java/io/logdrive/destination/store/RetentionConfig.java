package io.logdrive.destination.store;

import io.logdrive.payara.ConfigurationReader;
import io.logdrive.wire.Level;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long messages are kept, and how much of them.
 *
 * <p>Immutable.
 *
 * @param age since they were received; zero: for ever. Also of those without a level
 * @param ageByLevel for levels that have an age of their own; zero: for ever
 * @param size bytes that the messages may take in the database; 0: any
 */
public record RetentionConfig(Duration age, Map<Level, Duration> ageByLevel, long size) {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(36_500);

    /** Copies the map. */
    public RetentionConfig {
        ageByLevel = Map.copyOf(ageByLevel);
    }

    /** Reads the keys of retention; problems stay with the reader. */
    static RetentionConfig from(ConfigurationReader reader) {
        Duration age = age(reader, "retention.age", "PT0S", Duration.ZERO);
        Map<Level, Duration> byLevel = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            String key = "retention.age." + level.name().toLowerCase(Locale.ROOT);
            Duration own = age(reader, key, "", age);
            if (!own.equals(age)) {
                byLevel.put(level, own);
            }
        }
        return new RetentionConfig(age, byLevel, reader.bytes("retention.size", 0, 0, 1L << 50));
    }

    /** Whether anything is ever removed. */
    boolean isOn() {
        return size > 0
                || !age.isZero()
                || ageByLevel.values().stream().anyMatch(own -> !own.isZero());
    }

    /** Of a level, or of messages without one for null; zero: for ever. */
    Duration ageOf(@Nullable Level level) {
        return level == null ? age : ageByLevel.getOrDefault(level, age);
    }

    private static Duration age(
            ConfigurationReader reader, String key, String byDefault, Duration without) {
        String text = reader.text(key, byDefault);
        if (text.isEmpty()) {
            return without;
        }
        try {
            Duration found = Duration.parse(text);
            if (found.isZero() || (found.compareTo(LEAST) >= 0 && found.compareTo(MOST) <= 0)) {
                return found;
            }
        } catch (DateTimeParseException e) {
            // Refused below in the same words as one out of bounds.
        }
        reader.refuse(key, "PT0S for ever, or " + LEAST + ".." + MOST + " as P90D", text);
        return without;
    }
}
