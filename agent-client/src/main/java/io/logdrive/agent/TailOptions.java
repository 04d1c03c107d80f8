package io.logdrive.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files are read, and from where. Confined to the main thread. */
final class TailOptions {
    static final String HEADING = "What is read:";

    @Parameters(
            arity = "0..*",
            paramLabel = "FILES",
            description = {
                "Files, globs (*, ?, [ab], {a,b}, ** over folders), or regex: and a regular"
                        + " expression that the whole absolute path matches. Quote them, so that"
                        + " files that come later are found, too."
            })
    List<String> files = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "FILES",
            description = {
                "Files not to read, written the same way; repeatable.",
                "Default: compressed ones, by their endings"
            })
    @Nullable List<String> exclude;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = {
                "Keep in FILE how far each file is acknowledged, and go on from there.",
                "Default: logdrive-agent.checkpoint"
            })
    @Nullable String checkpoint;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = {
                "Where to begin files that are there at the first start: beginning or end. Files"
                        + " that come later are read from their beginning.",
                "Default: beginning"
            })
    @Nullable String from;

    @Option(
            names = "--once",
            description = "Read what there is, wait until it is acknowledged, and end.")
    boolean once;
}
