package io.logdrive.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How bytes become events; {@link io.logdrive.agent.config} reads them.
 *
 * <p>Confined to the main thread.
 */
final class CutOptions {
    static final String HEADING = "What an event is:";

    @Option(
            names = "--multiline",
            paramLabel = "START",
            description = {
                "Join lines into events: java for what Java's loggers write, stack traces"
                        + " included, or a regular expression found in each line that begins an"
                        + " event.",
                "Default: each line is an event"
            })
    @Nullable String multiline;

    @Option(
            names = "--multiline-idle",
            paramLabel = "TIME",
            description = {
                "With --multiline, how long an event waits for more lines.",
                "Default: 1s"
            })
    @Nullable String idle;

    @Option(
            names = "--event-lines",
            paramLabel = "N",
            description = {
                "With --multiline, lines of an event; what follows is another, 1..100000.",
                "Default: 1000"
            })
    @Nullable String eventLines;

    @Option(
            names = "--line-bytes-max",
            paramLabel = "N",
            description = {
                "Cut longer lines there, and mark them, 1024..4194304.",
                "Default: 1048576"
            })
    @Nullable String lineBytesMax;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = {"The files' character set.", "Default: UTF-8"})
    @Nullable String charset;

    @Option(
            names = "--container",
            description = {
                "The lines are what a container's runtime writes, CRI or Docker: read what the"
                        + " container wrote; namespace, pod and container come from the path."
            })
    boolean container;
}
