package io.logdrive.ingest.consume;

import io.logdrive.consumer.RecordConsumer;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which consumers there are besides the forwarder.
 *
 * <p>Immutable.
 *
 * @param consumers in the order in which they were named
 */
public record ConsumersConfig(List<ConsumerConfig> consumers) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** Names of queues that are there already. */
    private static final Set<String> TAKEN = Set.of("forward", "logs");

    /** What unacknowledged messages may take is bounded at the broker (RELIABILITY M10). */
    private static final long COMMIT_BYTES_MAX = 8 << 20;

    /** Reads {@code consumers}, {@code consumers-path} and {@code consumer.NAME.…}. */
    public static ConsumersConfig read(ConfigurationReader reader) {
        String names = reader.text("consumers", "");
        String folder = reader.text("consumers-path", "");
        if (names.isEmpty()) {
            return new ConsumersConfig(List.of());
        }
        ConsumerTypes types = ConsumerTypes.in(folder, reader);
        List<ConsumerConfig> consumers = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String each : names.split(",", -1)) {
            String name = each.strip();
            if (!NAME.matcher(name).matches() || TAKEN.contains(name) || !seen.add(name)) {
                reader.refuse(
                        "consumers",
                        "names of a-z, 0-9 and -, each once, none of them forward or logs",
                        name);
                continue;
            }
            ConsumerConfig consumer = consumer(name, types, reader);
            if (consumer != null) {
                consumers.add(consumer);
            }
        }
        return new ConsumersConfig(List.copyOf(consumers));
    }

    /** Their names. */
    public List<String> names() {
        return consumers.stream().map(ConsumerConfig::name).toList();
    }

    private static @Nullable ConsumerConfig consumer(
            String name, ConsumerTypes types, ConfigurationReader reader) {
        ReaderSettings settings = new ReaderSettings("consumer." + name + ".", reader);
        String type = settings.text("type", name);
        ConsumerConfig common = common(name, type, types, settings);
        if (common == null) {
            settings.refuse("type", "a known one (" + hint(type, types) + ")", type);
            return null;
        }
        common.consumer().configure(settings);
        return common;
    }

    private static @Nullable ConsumerConfig common(
            String name, String type, ConsumerTypes types, ReaderSettings settings) {
        RecordConsumer consumer = types.create(type);
        long bytes = settings.bytes("commit-bytes", 4 << 20, 1 << 10, COMMIT_BYTES_MAX);
        Duration age =
                settings.duration(
                        "commit-age",
                        Duration.ofSeconds(1),
                        Duration.ofMillis(10),
                        Duration.ofMinutes(1));
        Duration ledgerAge =
                settings.duration(
                        "ledger-age",
                        Duration.ofDays(1),
                        Duration.ofMinutes(1),
                        Duration.ofDays(3_650));
        int originsMax = settings.integer("ledger-origins-max", 100_000, 1_000, 10_000_000);
        return consumer == null
                ? null
                : new ConsumerConfig(
                        name, consumer, types.classes(), bytes, age, ledgerAge, originsMax);
    }

    private static String hint(String type, ConsumerTypes types) {
        return NearestName.hint(type, types.names());
    }
}
