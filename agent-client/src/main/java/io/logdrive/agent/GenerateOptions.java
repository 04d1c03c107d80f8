package io.logdrive.agent;

import io.logdrive.agent.generate.GeneratedLines;
import io.logdrive.agent.generate.OracleLines;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is generated, and how much of it. Confined to the main thread. */
final class GenerateOptions {
    static final String HEADING = "What is sent:";
    static final Duration DURATION_DEFAULT = Duration.ofSeconds(60);

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = {
                "How long to send: 60, 60s, 2m, 1h, 500ms or PT60S.",
                "Default: 60s; no limit when only --lines is given"
            })
    @Nullable Duration duration;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = {
                "Stop after N lines in all; with --duration whichever comes first.",
                "Default: no limit"
            })
    @Nullable Long lines;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = {
                "The same seed gives the same lines again, apart from their times.",
                "Default: another one each time"
            })
    @Nullable Long seed;

    @Option(
            names = "--line-bytes",
            paramLabel = "N",
            description = {
                "Make each line about N bytes long, never longer, by leaving out fields or adding"
                        + " filling: 150..65536.",
                "Default: as they come, 164 on average"
            })
    @Nullable Integer lineBytes;

    @Option(
            names = "--numbered",
            paramLabel = "SOURCE",
            description = {
                "Instead of JSON, lines source|sequence|length|crc|payload, by which a drill can"
                        + " tell what is missing; of several connections number i has the source"
                        + " SOURCE-i.",
                "Default: none"
            })
    @Nullable String numbered;

    /** Null: no limit. */
    @Nullable Duration durationOrDefault() {
        return duration == null && lines == null ? DURATION_DEFAULT : duration;
    }

    long linesOrDefault() {
        return lines == null ? Long.MAX_VALUE : lines;
    }

    /** 0: as they come. */
    int lineBytesOrDefault() {
        return lineBytes == null ? 0 : lineBytes;
    }

    /** The longest line a connection can give. */
    int lineBytesMax() {
        return numbered == null
                ? GeneratedLines.lineBytesMax(lineBytesOrDefault())
                : new OracleLines(numbered + "-9999", 0, lineBytesOrDefault()).lineBytesMax();
    }

    void check(List<String> problems) {
        if (numbered != null && !numbered.matches(OracleLines.SOURCE_PATTERN)) {
            problems.add(
                    "--numbered: expected " + OracleLines.SOURCE_PATTERN + ", found " + numbered);
        }
        if (lines != null && lines < 1) {
            problems.add("--lines: expected at least 1, found " + lines);
        }
        if (lineBytes != null
                && (lineBytes < GeneratedLines.LINE_BYTES_MIN
                        || lineBytes > GeneratedLines.LINE_BYTES_MAX)) {
            problems.add(
                    "--line-bytes: expected "
                            + GeneratedLines.LINE_BYTES_MIN
                            + ".."
                            + GeneratedLines.LINE_BYTES_MAX
                            + ", found "
                            + lineBytes);
        }
    }
}
