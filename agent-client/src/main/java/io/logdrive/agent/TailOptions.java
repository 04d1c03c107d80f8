package io.logdrive.agent;

import io.logdrive.agent.tail.CutConfig;
import io.logdrive.agent.tail.InputConfig;
import io.logdrive.agent.tail.Leaving;
import io.logdrive.agent.tail.PathPattern;
import io.logdrive.agent.tail.TailConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files are read, and from where. Confined to the main thread. */
final class TailOptions {
    static final String HEADING = "What is read:";

    /** Nobody wants the archives of the files that were read already. */
    private static final List<String> COMPRESSED =
            List.of("regex:/.*\\.(?:gz|bz2|xz|zst|zip|lz4|tgz)");

    private static final String CHECKPOINT_DEFAULT = "logdrive-agent.checkpoint";

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
                "Default: " + CHECKPOINT_DEFAULT
            })
    String checkpoint = CHECKPOINT_DEFAULT;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = {
                "Where to begin files that are there at the first start: beginning or end. Files"
                        + " that come later are read from their beginning.",
                "Default: beginning"
            })
    String from = "beginning";

    @Option(
            names = "--once",
            description = "Read what there is, wait until it is acknowledged, and end.")
    boolean once;

    /** What was asked for; what is wrong with it is added to {@code problems}. */
    TailConfig config(CutConfig cut, Leaving leaving, List<String> problems) {
        if (files.isEmpty()) {
            problems.add("FILES: expected at least one, found none");
        }
        if (!from.equals("beginning") && !from.equals("end")) {
            problems.add("--from: expected beginning or end, found " + from);
        }
        InputConfig input =
                new InputConfig(
                        patterns("FILES", files, problems),
                        patterns("--exclude", exclude == null ? COMPRESSED : exclude, problems),
                        from.equals("end"),
                        cut,
                        leaving);
        return TailConfig.of(List.of(input), path(problems), once);
    }

    private static List<PathPattern> patterns(
            String name, List<String> texts, List<String> problems) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            try {
                patterns.add(PathPattern.of(text));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
        return patterns;
    }

    private Path path(List<String> problems) {
        try {
            return Path.of(checkpoint);
        } catch (InvalidPathException e) {
            problems.add("--checkpoint: expected a path, found " + checkpoint);
            return Path.of(CHECKPOINT_DEFAULT);
        }
    }
}
