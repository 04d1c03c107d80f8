package io.logdrive.ingest.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordDecoder;
import io.logdrive.wire.RecordEncoder;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of whatever format, as Jazzer feeds it to the parsers. */
public final class LineFuzz {
    private static final long RECEIVED = 1_795_250_000_123_456L;
    private static final JsonFactory JSON = new JsonFactory();
    private static final LineParser PARSER = new LineParser();
    private static final JsonScanner SCANNER = new JsonScanner();
    private static final JsonLineParser JACKSON = new JsonLineParser();

    private LineFuzz() {}

    /** Throws what no line may cause. */
    public static void fuzzerTestOneInput(byte[] line) throws IOException {
        LogRecord found = PARSER.parse(line, 0, line.length, RECEIVED, 0);
        check(found);
        if ((found.flags() & RecordFlags.UNPARSED) != 0) {
            checkWhole(line, found.body());
        }
        // The parsers keep arrays for the next line: nothing of this one may be in that.
        LogRecord again = PARSER.parse(line, 0, line.length, RECEIVED, 0);
        if (!found.equals(again)) {
            throw new AssertionError("again: expected " + found + ", found " + again);
        }
        LogRecord scanned = SCANNER.parse(line, 0, line.length, RECEIVED, 0);
        if (scanned != null) {
            LogRecord parsed = JACKSON.parse(line, 0, line.length, RECEIVED, 0);
            if (!scanned.equals(parsed)) {
                throw new AssertionError("Jackson: expected " + parsed + ", found " + scanned);
            }
        }
    }

    private static void checkWhole(byte[] line, String body) {
        int length = line.length;
        int stop = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String whole = Utf8Text.decode(line, 0, stop).text();
        if (!body.equals(whole)) {
            throw new AssertionError("unparsed: expected " + whole + ", found " + body);
        }
    }

    /** What holds of each record, whatever it was made of (RELIABILITY M3). */
    static void check(LogRecord found) throws IOException {
        checkText(found.body());
        checkText(found.service());
        checkText(found.host());
        checkText(found.fields());
        found.tags().forEach(LineFuzz::checkText);
        if (found.fields() != null) {
            checkObject(found.fields());
        }
        RecordEncoder encoder = new RecordEncoder();
        encoder.add(found);
        List<LogRecord> back = new ArrayList<>();
        new RecordDecoder().decodeBatch(encoder.take(), entry -> back.add(entry.decoded()));
        if (!back.equals(List.of(found))) {
            throw new AssertionError("record: expected " + found + ", found " + back);
        }
    }

    private static void checkObject(String fields) throws IOException {
        try (JsonParser json = JSON.createParser(fields)) {
            json.nextToken();
            if (!json.isExpectedStartObjectToken()) {
                throw new AssertionError("fields: expected an object, found " + fields);
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new AssertionError("fields: expected one object, found " + fields);
            }
        }
    }

    private static void checkText(@Nullable String text) {
        if (text != null && !text.equals(Utf8Text.clean(text).text())) {
            throw new AssertionError("text: expected it clean, found " + text);
        }
    }
}
