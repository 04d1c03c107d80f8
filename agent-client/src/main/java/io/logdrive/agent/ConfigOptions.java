package io.logdrive.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where more options are read from; {@link io.logdrive.agent.config} reads them.
 *
 * <p>Confined to the main thread.
 */
final class ConfigOptions {
    static final String HEADING = "Configuration:";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Read options from FILE, too, in YAML (docs/tail.md); what the command line or the"
                        + " environment says counts more.",
                "Default: none"
            })
    @Nullable String config;
}
