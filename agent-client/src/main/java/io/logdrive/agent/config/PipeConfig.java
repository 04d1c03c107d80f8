package io.logdrive.agent.config;

import io.logdrive.agent.send.UplinkConfig;
import io.logdrive.agent.tail.CutConfig;
import io.logdrive.agent.tail.Leaving;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pipe} runs by.
 *
 * @param cut how bytes become events
 * @param leaving how events leave
 * @param rateMax how many in a second; 0: as fast as can be
 * @param uplink where they go
 * @param name of their origin
 * @param tee whether what comes is passed on
 * @param confirmTimeout how long the end waits for acknowledgements; null: as long as it takes
 *     <p>Immutable.
 */
public record PipeConfig(
        CutConfig cut,
        Leaving leaving,
        int rateMax,
        UplinkConfig uplink,
        String name,
        boolean tee,
        @Nullable Duration confirmTimeout) {}
