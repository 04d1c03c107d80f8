package io.logdrive.agent;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.logdrive.agent.tail.CutConfig;
import io.logdrive.agent.tail.EventStart;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How bytes become events. Confined to the main thread. */
final class CutOptions {
    static final String HEADING = "What an event is:";

    private static final String JAVA = "java";
    private static final int LINE_BYTES_LEAST = 1_024;
    private static final int LINE_BYTES_MOST = 4 << 20;
    private static final int EVENT_LINES_MOST = 100_000;

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
            converter = DurationText.class,
            description = {
                "With --multiline, how long an event waits for more lines.",
                "Default: 1s"
            })
    Duration idle = CutConfig.IDLE_DEFAULT;

    @Option(
            names = "--event-lines",
            paramLabel = "N",
            description = {
                "With --multiline, lines of an event; what follows is another, 1..100000.",
                "Default: 1000"
            })
    int eventLines = CutConfig.EVENT_LINES_DEFAULT;

    @Option(
            names = "--line-bytes-max",
            paramLabel = "N",
            description = {
                "Cut longer lines there, and mark them, 1024..4194304.",
                "Default: 1048576"
            })
    int lineBytesMax = CutConfig.LINE_BYTES_DEFAULT;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = {"The files' character set.", "Default: UTF-8"})
    String charset = "UTF-8";

    /** What was asked for; what is wrong with it is added to {@code problems}. */
    CutConfig config(List<String> problems) {
        check(problems, "--event-lines", eventLines, 1, EVENT_LINES_MOST);
        check(problems, "--line-bytes-max", lineBytesMax, LINE_BYTES_LEAST, LINE_BYTES_MOST);
        return new CutConfig(charset(problems), lineBytesMax, start(problems), eventLines, idle);
    }

    private static void check(List<String> problems, String name, int found, int least, int most) {
        if (found < least || found > most) {
            problems.add(name + ": expected " + least + ".." + most + ", found " + found);
        }
    }

    private Charset charset(List<String> problems) {
        try {
            Charset named = Charset.forName(charset);
            // The one with a mark at its beginning is read in the order most files have.
            return named.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16LE : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            problems.add("--charset: expected a character set that Java knows, found " + charset);
            return StandardCharsets.UTF_8;
        }
    }

    private @Nullable EventStart start(List<String> problems) {
        if (multiline == null) {
            return null;
        }
        if (multiline.equals(JAVA)) {
            return EventStart.ofJava();
        }
        try {
            return EventStart.of(Pattern.compile(multiline));
        } catch (PatternSyntaxException e) {
            problems.add(
                    "--multiline: expected java or a regular expression, found "
                            + multiline
                            + " ("
                            + e.getMessage()
                            + ")");
            return null;
        }
    }
}
