package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import io.logdrive.wire.FieldRole;
import io.logdrive.wire.Level;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a rules file says of formats.
 *
 * <p>Confined to the thread that reads.
 */
final class ParseReader {
    private static final int ENTRIES_MAX = 100;
    private static final int COLUMNS_MAX = 500;
    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 2105;

    private final YamlMap top;
    private final GrokPatterns patterns;

    ParseReader(YamlMap top) {
        this.top = top;
        this.patterns = new GrokPatterns(ownPatterns(top));
    }

    private static Map<String, String> ownPatterns(YamlMap top) {
        Map<String, String> own = new HashMap<>();
        YamlMap patterns = top.map("patterns");
        if (patterns != null) {
            for (String name : patterns.keys()) {
                String pattern = patterns.text(name);
                if (!name.matches("\\w+")) {
                    patterns.problem(
                            name, "expected a name of letters, digits and _, found " + name);
                }
                own.put(name, pattern == null ? "" : pattern);
            }
        }
        return own;
    }

    List<ParseRule> read() {
        List<ParseRule> entries = new ArrayList<>();
        for (YamlMap each : top.maps("parse", ENTRIES_MAX)) {
            entries.add(entry(each));
            each.finish();
        }
        return entries;
    }

    private ParseRule entry(YamlMap map) {
        Condition when = new WhenReader(Subject.OF_ORIGINS, false).read(map);
        LineFormat given = map.parsed("format", ParseReader::format);
        LineFormat format = given == null ? LineFormat.AUTO : given;
        ZoneId zone = map.parsed("zone", ParseReader::zone);
        Integer year = map.parsed("year", ParseReader::year);
        List<String> columns = columns(map, format);
        ParseRule.Shape shape = shape(map, format, columns);
        Collection<String> fields = shape.pattern() == null ? columns : shape.pattern().fields();
        return new ParseRule(
                map.where(),
                when,
                format,
                shape,
                zone == null ? ZoneOffset.UTC : zone,
                year == null ? 0 : year,
                time(map, fields),
                level(map, fields));
    }

    private ParseRule.Shape shape(YamlMap map, LineFormat format, List<String> columns) {
        boolean regex = format == LineFormat.REGEX;
        LinePattern pattern = null;
        if (isAsked(map, "pattern", regex || format == LineFormat.GROK, "regex or grok")) {
            pattern =
                    map.parsed(
                            "pattern",
                            text ->
                                    regex
                                            ? LinePattern.ofRegex(text)
                                            : LinePattern.ofGrok(text, patterns));
        }
        Character delimiter = map.parsed("delimiter", ParseReader::delimiter);
        if (delimiter != null && format != LineFormat.CSV) {
            map.problem("delimiter", "expected with format csv, found with " + format.word());
        }
        return new ParseRule.Shape(
                pattern,
                format == LineFormat.CSV
                        ? new CsvColumns(columns, delimiter == null ? ',' : delimiter)
                        : null);
    }

    private static List<String> columns(YamlMap map, LineFormat format) {
        if (!isAsked(map, "columns", format == LineFormat.CSV, "csv")) {
            return List.of();
        }
        List<String> columns = map.texts("columns");
        boolean distinct = new HashSet<>(columns).size() == columns.size();
        boolean filled = columns.stream().noneMatch(String::isBlank);
        if (columns.isEmpty() || columns.size() > COLUMNS_MAX || !distinct || !filled) {
            map.problem(
                    "columns",
                    "expected 1.."
                            + COLUMNS_MAX
                            + " names, each once, found "
                            + String.join(", ", columns));
        }
        return columns;
    }

    /** Tells when a key is not there that a format needs, or there and of no use. */
    private static boolean isAsked(YamlMap map, String key, boolean needed, String formats) {
        boolean given = map.has(key);
        if (given && !needed) {
            map.problem(key, "expected with format " + formats + ", found with another");
        } else if (!given && needed) {
            map.problem("format", "expected " + key + " beside it, found none");
        }
        return given && needed;
    }

    private static @Nullable TimeRule time(YamlMap entry, Collection<String> fields) {
        YamlMap map = entry.map("time");
        String known = ofRole(FieldRole.TIME, fields);
        if (map == null) {
            return known == null ? null : new TimeRule(known, List.of());
        }
        String field = map.text("field");
        List<DateTimeFormatter> patterns = map.parsedAll("patterns", ParseReader::timePattern);
        map.finish();
        return new TimeRule(field != null ? field : known == null ? "time" : known, patterns);
    }

    private static @Nullable LevelRule level(YamlMap entry, Collection<String> fields) {
        YamlMap map = entry.map("level");
        String known = ofRole(FieldRole.LEVEL, fields);
        if (map == null) {
            return known == null ? null : new LevelRule(known, Map.of());
        }
        String field = map.text("field");
        Map<String, Level> meanings = new HashMap<>();
        YamlMap words = map.map("words");
        if (words != null) {
            for (String word : words.keys()) {
                Level level = words.parsed(word, WhenReader::level);
                if (level != null) {
                    meanings.put(word.toLowerCase(Locale.ROOT), level);
                }
            }
        }
        map.finish();
        return new LevelRule(field != null ? field : known == null ? "level" : known, meanings);
    }

    private static @Nullable String ofRole(FieldRole role, Collection<String> fields) {
        return fields.stream()
                .filter(field -> FieldRole.of(field) == role)
                .findFirst()
                .orElse(null);
    }

    private static DateTimeFormatter timePattern(String text) {
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(text)
                    .toFormatter(Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected a pattern of java.time as dd.MM.yyyy HH:mm:ss, found "
                            + text
                            + " ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static char delimiter(String text) {
        if (text.length() != 1 || text.equals("\"")) {
            throw new IllegalArgumentException(
                    "expected one character that is no quote, found " + text);
        }
        return text.charAt(0);
    }

    private static LineFormat format(String word) {
        LineFormat format = LineFormat.ofWord(word);
        if (format == null) {
            throw new IllegalArgumentException(
                    "expected a format ("
                            + NearestName.hint(word, LineFormat.words())
                            + "), found "
                            + word);
        }
        return format;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected a zone as Europe/Berlin or +02:00, found " + name, e);
        }
    }

    private static int year(String text) {
        if (text.equals("nearest")) {
            return 0;
        }
        int year = text.matches("\\d{4}") ? Integer.parseInt(text) : 0;
        if (year < YEAR_MIN || year > YEAR_MAX) {
            throw new IllegalArgumentException(
                    "expected nearest or " + YEAR_MIN + ".." + YEAR_MAX + ", found " + text);
        }
        return year;
    }
}
