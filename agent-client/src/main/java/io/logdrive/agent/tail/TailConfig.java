package io.logdrive.agent.tail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an agent tails.
 *
 * @param inputs one or more
 * @param checkpoint where it keeps how far it is
 * @param once whether it ends when it has read what there is
 * @param readers threads that read, 1 or more: a file that hangs holds up one of them
 * @param scanEvery how often folders are looked through, beneath the watch
 * @param rotatedIdle how long a file that was renamed away or deleted may be silent before it is
 *     taken for finished
 *     <p>Immutable.
 */
public record TailConfig(
        List<InputConfig> inputs,
        Path checkpoint,
        boolean once,
        int readers,
        Duration scanEvery,
        Duration rotatedIdle) {
    /** How long an agent that is told to stop waits for acknowledgements. */
    public static final Duration STOP_MAX = Duration.ofSeconds(10);

    static final int READERS_DEFAULT = 4;
    static final Duration SCAN_EVERY_DEFAULT = Duration.ofSeconds(5);
    static final Duration ROTATED_IDLE_DEFAULT = Duration.ofSeconds(5);

    /** With the usual threads and times. */
    public static TailConfig of(List<InputConfig> inputs, Path checkpoint, boolean once) {
        return new TailConfig(
                List.copyOf(inputs),
                checkpoint,
                once,
                READERS_DEFAULT,
                SCAN_EVERY_DEFAULT,
                ROTATED_IDLE_DEFAULT);
    }
}
