package io.logdrive.agent.config;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.UplinkConfig;
import io.logdrive.agent.tail.TailConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tail} runs by.
 *
 * @param tail what is read
 * @param uplink where it goes
 * @param status where the agent tells how it is; null: nowhere
 * @param file that the configuration is from, to be read again when it changes; null: there is none
 *     <p>Immutable.
 */
public record AgentConfig(
        TailConfig tail, UplinkConfig uplink, @Nullable Server status, @Nullable Path file) {
    /** The key by which a run ends when it has read what there is. */
    static final String ONCE = "once";
}
