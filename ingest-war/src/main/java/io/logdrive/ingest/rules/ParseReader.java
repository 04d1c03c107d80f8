package io.logdrive.ingest.rules;

import io.logdrive.payara.NearestName;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a rules file says of formats.
 *
 * <p>Confined to the thread that reads.
 */
final class ParseReader {
    private static final int ENTRIES_MAX = 100;
    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 2105;

    private final YamlMap top;

    ParseReader(YamlMap top) {
        this.top = top;
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
        LineFormat format = map.parsed("format", ParseReader::format);
        ZoneId zone = map.parsed("zone", ParseReader::zone);
        Integer year = map.parsed("year", ParseReader::year);
        return new ParseRule(
                map.where(),
                when,
                format == null ? LineFormat.AUTO : format,
                zone == null ? ZoneOffset.UTC : zone,
                year == null ? 0 : year);
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
