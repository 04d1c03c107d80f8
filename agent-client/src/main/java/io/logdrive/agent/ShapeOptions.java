package io.logdrive.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of events leaves the machine. Confined to the main thread. */
final class ShapeOptions {
    static final String HEADING = "What of them leaves the machine:";

    @Option(
            names = "--keep",
            paramLabel = "REGEX",
            description = {
                "Send only events in which it finds something; repeatable, one is enough. The"
                        + " others are counted as filtered.",
                "Default: all"
            })
    List<String> keep = new ArrayList<>();

    @Option(
            names = "--drop",
            paramLabel = "REGEX",
            description = {
                "Do not send events in which it finds something; repeatable. They are counted as"
                        + " filtered.",
                "Default: none"
            })
    List<String> drop = new ArrayList<>();

    @Option(
            names = "--redact",
            paramLabel = "WHAT",
            description = {
                "Make unreadable before it leaves: card, email, token, or what the first group of a"
                        + " regular expression finds; repeatable.",
                "Default: nothing"
            })
    List<String> redact = new ArrayList<>();

    @Option(
            names = "--rate-max",
            paramLabel = "N",
            description = {
                "Read at most N events a second of these files together; the rest waits.",
                "Default: as fast as can be"
            })
    @Nullable String rateMax;
}
