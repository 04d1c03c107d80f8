package io.logdrive.ingest;

import io.logdrive.ingest.access.AccessConfig;
import io.logdrive.ingest.consume.ConsumersConfig;
import io.logdrive.ingest.forward.ForwardConfig;
import io.logdrive.ingest.listen.ListenConfig;
import io.logdrive.ingest.queue.QueueConfig;
import io.logdrive.ingest.rules.RulesConfig;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import io.logdrive.payara.console.ConsoleConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * All of ingest's configuration, read and checked as a whole.
 *
 * <p>Immutable.
 *
 * @param listen the listener's part
 * @param queue the queue's part
 * @param forward the forwarder's part
 * @param rules where the processing rules are
 * @param consumers what else consumes the queue
 * @param access who may see it over HTTP
 * @param console where its console finds the destination
 * @param data where everything is kept that is not said to be elsewhere
 * @param stopTimeout how long a shutdown may take
 * @param effective every key with its value in force, secrets masked
 */
public record IngestConfig(
        ListenConfig listen,
        QueueConfig queue,
        ForwardConfig forward,
        RulesConfig rules,
        ConsumersConfig consumers,
        AccessConfig access,
        ConsoleConfig console,
        Path data,
        Duration stopTimeout,
        Map<String, String> effective) {
    /** What all keys begin with. */
    public static final String PREFIX = "logdrive.ingest.";

    /**
     * Reads the keys {@code logdrive.ingest.…}.
     *
     * @throws io.logdrive.payara.ConfigurationException with every problem found
     */
    public static IngestConfig read(Settings settings) {
        ConfigurationReader reader = new ConfigurationReader(PREFIX, settings);
        QueueConfig queue = QueueConfig.read(reader);
        ForwardConfig forward = ForwardConfig.read(reader);
        ListenConfig listen = ListenConfig.read(reader, queue.unconfirmedBytesMax());
        RulesConfig rules = RulesConfig.read(reader);
        ConsumersConfig consumers = ConsumersConfig.read(reader);
        AccessConfig access = AccessConfig.read(reader);
        ConsoleConfig console = ConsoleConfig.read(reader, "ingest", "destination");
        Duration stopTimeout =
                reader.duration(
                        "stop-timeout",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10));
        Path data = reader.path("data", "./logdrive-data");
        reader.finish();
        return new IngestConfig(
                listen,
                queue,
                forward,
                rules,
                consumers,
                access,
                console,
                data,
                stopTimeout,
                reader.effectiveByKey());
    }
}
