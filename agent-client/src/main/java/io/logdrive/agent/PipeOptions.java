package io.logdrive.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done with standard input. Confined to the main thread. */
final class PipeOptions {
    static final String HEADING = "What is read:";

    private static final Duration EVER = Duration.ofDays(36_500);

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = {
                "What the origin of these lines is called in the table of origins.",
                "Default: pipe"
            })
    String name = "pipe";

    @Option(names = "--tee", description = "Write what comes to standard output, too.")
    boolean tee;

    @Option(
            names = "--confirm-timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = {
                "How long to wait at the end of input until everything is acknowledged.",
                "Default: as long as it takes"
            })
    @Nullable Duration confirmTimeout;

    Duration confirmTimeoutOrEver() {
        return confirmTimeout == null ? EVER : confirmTimeout;
    }
}
