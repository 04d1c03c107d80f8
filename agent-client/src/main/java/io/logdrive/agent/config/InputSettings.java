package io.logdrive.agent.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.logdrive.agent.shape.Redaction;
import io.logdrive.agent.shape.ShapeConfig;
import io.logdrive.agent.tail.CutConfig;
import io.logdrive.agent.tail.EventStart;
import io.logdrive.agent.tail.InputConfig;
import io.logdrive.agent.tail.Leaving;
import io.logdrive.agent.tail.PathPattern;
import io.logdrive.wire.LineAttributes;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what is asked of one input. Confined to one thread. */
final class InputSettings {
    /** Nobody wants the archives of the files that were read already. */
    private static final List<String> COMPRESSED =
            List.of("regex:/.*\\.(?:gz|bz2|xz|zst|zip|lz4|tgz)");

    private static final int LINE_BYTES_LEAST = 1_024;
    private static final int LINE_BYTES_MOST = 4 << 20;
    private static final int RATE_MOST = 100_000_000;
    private static final int EVENT_LINES_MOST = 100_000;

    private final Settings settings;
    private final String machine;

    /**
     * @param machine what this machine calls itself
     */
    InputSettings(Settings settings, String machine) {
        this.settings = settings;
        this.machine = machine;
    }

    InputConfig config() {
        List<String> exclude = settings.has("exclude") ? settings.texts("exclude") : COMPRESSED;
        return new InputConfig(
                settings.text("name", ""),
                settings.parsedAll("files", PathPattern::of),
                settings.parsedAll("exclude", exclude, PathPattern::of),
                settings.parsed("from", false, InputSettings::isEnd),
                cut(),
                leaving(),
                rateMax());
    }

    /** Events a second; 0: as fast as can be. */
    int rateMax() {
        return settings.number("rate-max", 1, RATE_MOST, 0);
    }

    private static boolean isEnd(String from) {
        if (!from.equals("beginning") && !from.equals("end")) {
            throw new IllegalArgumentException("expected beginning or end, found " + from);
        }
        return from.equals("end");
    }

    CutConfig cut() {
        Charset charset =
                settings.parsed("charset", StandardCharsets.UTF_8, InputSettings::charset);
        boolean container = settings.flag("container");
        if (container && charset.name().startsWith("UTF-16")) {
            settings.problem(
                    "container",
                    "expected a character set whose lines end with the byte 10, found " + charset);
        }
        return new CutConfig(
                charset,
                settings.number(
                        "line-bytes-max",
                        LINE_BYTES_LEAST,
                        LINE_BYTES_MOST,
                        CutConfig.LINE_BYTES_DEFAULT),
                settings.parsedOrNull("multiline", InputSettings::start),
                settings.number("event-lines", 1, EVENT_LINES_MOST, CutConfig.EVENT_LINES_DEFAULT),
                settings.duration("multiline-idle", CutConfig.IDLE_DEFAULT),
                container);
    }

    private static Charset charset(String name) {
        try {
            Charset named = Charset.forName(name);
            boolean utf16 = named.equals(StandardCharsets.UTF_16);
            if (!utf16 && !CutConfig.isReadable(named)) {
                throw new IllegalArgumentException(
                        "expected UTF-16 or a character set in which a line ends with the byte 10,"
                                + " found "
                                + name);
            }
            // The one with a mark at its beginning is read in the order most files have.
            return utf16 ? StandardCharsets.UTF_16LE : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "expected a character set that Java knows, found " + name, e);
        }
    }

    private static EventStart start(String text) {
        if (text.equals("java")) {
            return EventStart.ofJava();
        }
        try {
            return EventStart.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw noPattern("java or ", text, e);
        }
    }

    private static IllegalArgumentException noPattern(
            String or, String text, PatternSyntaxException e) {
        return new IllegalArgumentException(
                "expected "
                        + or
                        + "a regular expression, found "
                        + text
                        + " ("
                        + e.getMessage()
                        + ")",
                e);
    }

    Leaving leaving() {
        ShapeConfig shape =
                new ShapeConfig(
                        settings.parsedAll("keep", InputSettings::pattern),
                        settings.parsedAll("drop", InputSettings::pattern),
                        settings.parsedAll("redact", Redaction::of));
        return new Leaving(attributes(), shape);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw noPattern("", text, e);
        }
    }

    private LineAttributes attributes() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : settings.texts("field")) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                settings.problem("field", "expected KEY=VALUE, found " + field);
            } else if (fields.put(field.substring(0, equals), field.substring(equals + 1))
                    != null) {
                settings.problem("field", "expected each KEY once, found " + field + " again");
            }
        }
        String host = settings.text("host-name", machine);
        try {
            return new LineAttributes(
                    settings.text("service"), host, settings.texts("tag"), fields);
        } catch (IllegalArgumentException e) {
            String where =
                    Stream.of("service", "host-name", "tag", "field")
                            .filter(settings::has)
                            .map(settings::where)
                            .collect(Collectors.joining(", "));
            settings.problems().add(where + ": " + e.getMessage());
            return LineAttributes.NONE;
        }
    }
}
