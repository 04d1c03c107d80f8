package io.logdrive.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the agent tells how it is; {@link io.logdrive.agent.config} reads it.
 *
 * <p>Confined to the main thread.
 */
final class StatusOptions {
    static final String HEADING = "How it is:";

    @Option(
            names = "--status",
            paramLabel = "HOST:PORT",
            description = {
                "Where the agent tells over HTTP how it is: /status, /metrics. A loopback address.",
                "Default: nowhere; the command status asks 127.0.0.1:5171"
            })
    @Nullable String status;
}
