package io.logdrive.agent.config;

import io.logdrive.agent.send.Server;
import io.logdrive.agent.send.UplinkConfig;
import io.logdrive.agent.tail.TailConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tail} runs by.
 *
 * @param tail what is read
 * @param uplink where it goes
 * @param status where the agent tells how it is; null: nowhere
 * @param file that the configuration is from, to be read again when it changes; null: there is none
 * @param effective what is set, and by which value, for people: what concerns all, then each input.
 *     No key has a secret for its value
 *     <p>Immutable.
 */
public record AgentConfig(
        TailConfig tail,
        UplinkConfig uplink,
        @Nullable Server status,
        @Nullable Path file,
        List<String> effective) {
    /** The key by which a run ends when it has read what there is. */
    static final String ONCE = "once";
}
