package io.logdrive.agent;

import picocli.CommandLine.Option;

/** Confined to the main thread. */
final class HelpOption {
    static final String HEADING = "Help:";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
