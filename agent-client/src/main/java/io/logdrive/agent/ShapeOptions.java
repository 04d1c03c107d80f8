package io.logdrive.agent;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.logdrive.agent.shape.Redaction;
import io.logdrive.agent.shape.ShapeConfig;
import java.util.ArrayList;
import java.util.List;
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

    /** What was asked for; what is wrong with it is added to {@code problems}. */
    ShapeConfig config(List<String> problems) {
        List<Redaction> redactions = new ArrayList<>();
        for (String what : redact) {
            try {
                redactions.add(Redaction.of(what));
            } catch (IllegalArgumentException e) {
                problems.add("--redact: " + e.getMessage());
            }
        }
        return new ShapeConfig(
                patterns("--keep", keep, problems), patterns("--drop", drop, problems), redactions);
    }

    private static List<Pattern> patterns(String name, List<String> texts, List<String> problems) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            try {
                patterns.add(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                problems.add(
                        name
                                + ": expected a regular expression, found "
                                + text
                                + " ("
                                + e.getMessage()
                                + ")");
            }
        }
        return patterns;
    }
}
