package io.logdrive.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done with standard input. Confined to the main thread. */
final class PipeOptions {
    static final String HEADING = "What is read:";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = {
                "What the origin of these lines is called in the table of origins.",
                "Default: pipe"
            })
    @Nullable String name;

    @Option(names = "--tee", description = "Write what comes to standard output, too.")
    boolean tee;

    @Option(
            names = "--confirm-timeout",
            paramLabel = "TIME",
            description = {
                "How long to wait at the end of input until everything is acknowledged.",
                "Default: as long as it takes"
            })
    @Nullable String confirmTimeout;
}
