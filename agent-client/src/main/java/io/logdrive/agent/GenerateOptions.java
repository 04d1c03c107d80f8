package io.logdrive.agent;

import io.logdrive.agent.generate.Content;
import io.logdrive.agent.generate.GeneratedLines;
import io.logdrive.agent.generate.LineFormat;
import io.logdrive.agent.generate.OracleLines;
import io.logdrive.agent.generate.Severity;
import io.logdrive.agent.generate.Weighted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is generated, and how much of it. Confined to the main thread. */
final class GenerateOptions {
    static final String HEADING = "What is sent:";
    static final Duration DURATION_DEFAULT = Duration.ofSeconds(60);

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = RunTimeText.class,
            description = {
                "How long: 60, 60s, 2m, 1h, 500ms, PT60S or forever.",
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
                        + " filling: 150..65536, the least is more with long --services or"
                        + " --field.",
                "Default: as they come, 164 on average"
            })
    @Nullable Integer lineBytes;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatText.class,
            description = {
                "How lines are written: json, csv, text (as Log4j and Logback do), logfmt,"
                        + " syslog (RFC 5424) or access (Apache, combined).",
                "Default: json"
            })
    @Nullable LineFormat format;

    @Option(
            names = "--levels",
            paramLabel = "LEVEL=WEIGHT,...",
            converter = WeightsText.Levels.class,
            description = {
                "How often which level comes, as INFO=80,WARN=15,ERROR=5.",
                "Default: as things go in the shop"
            })
    @Nullable Weighted<Severity> levels;

    @Option(
            names = "--services",
            paramLabel = "NAME=WEIGHT,...",
            converter = WeightsText.Services.class,
            description = {
                "Other services and how often which comes, as orders=3,payments=1.",
                "Default: those of the shop"
            })
    @Nullable Weighted<String> services;

    @Option(
            names = "--field",
            paramLabel = "KEY=VALUE",
            description = {
                "A field more for each line, not with access; again for another one.",
                "Default: none"
            })
    List<String> fields = List.of();

    @Option(
            names = "--numbered",
            paramLabel = "SOURCE",
            description = {
                "Instead of a format, lines source|sequence|length|crc|payload, by which a drill"
                        + " can tell what is missing; of several connections number i has the"
                        + " source SOURCE-i.",
                "Default: none"
            })
    @Nullable String numbered;

    private Content content = Content.JSON;

    /** Null: no limit. */
    @Nullable Duration durationOrDefault() {
        if (RunTimeText.FOREVER.equals(duration)) {
            return null;
        }
        return duration == null && lines == null ? DURATION_DEFAULT : duration;
    }

    long linesOrDefault() {
        return lines == null ? Long.MAX_VALUE : lines;
    }

    /** 0: as they come. */
    int lineBytesOrDefault() {
        return lineBytes == null ? 0 : lineBytes;
    }

    /** What the lines say, once all was found to be right. */
    Content content() {
        return content;
    }

    /** The longest line a connection can give. */
    int lineBytesMax() {
        return numbered == null
                ? content.lineBytesMax(lineBytesOrDefault())
                : new OracleLines(numbered + "-9999", 0, lineBytesOrDefault()).lineBytesMax();
    }

    void check(List<String> problems) {
        Map<String, String> extra = FieldsText.read(fields, problems);
        LineFormat written = format == null ? LineFormat.JSON : format;
        content = new Content(written, levels, services, extra);
        if (numbered != null) {
            checkNumbered(numbered, problems);
        } else if (!written.hasFields()) {
            String found = ", found --format " + FormatText.of(written);
            String expected = ": expected with a format that has them";
            refuse(levels != null, "--levels" + expected + found, problems);
            refuse(services != null, "--services" + expected + found, problems);
            refuse(!fields.isEmpty(), "--field" + expected + found, problems);
        }
        if (lines != null && lines < 1) {
            problems.add("--lines: expected at least 1, found " + lines);
        }
        int least = content.lineBytesMin();
        if (least > GeneratedLines.LINE_BYTES_MAX) {
            problems.add(
                    "--field: expected lines of at most "
                            + GeneratedLines.LINE_BYTES_MAX
                            + " bytes, found "
                            + least);
        } else if (lineBytes != null
                && (lineBytes < least || lineBytes > GeneratedLines.LINE_BYTES_MAX)) {
            problems.add(
                    "--line-bytes: expected "
                            + least
                            + ".."
                            + GeneratedLines.LINE_BYTES_MAX
                            + ", found "
                            + lineBytes);
        }
    }

    private void checkNumbered(String source, List<String> problems) {
        if (!source.matches(OracleLines.SOURCE_PATTERN)) {
            problems.add(
                    "--numbered: expected " + OracleLines.SOURCE_PATTERN + ", found " + source);
        }
        String without = ": expected without --numbered, found with";
        refuse(format != null, "--format" + without, problems);
        refuse(levels != null, "--levels" + without, problems);
        refuse(services != null, "--services" + without, problems);
        refuse(!fields.isEmpty(), "--field" + without, problems);
    }

    private static void refuse(boolean given, String problem, List<String> problems) {
        if (given) {
            problems.add(problem);
        }
    }
}
