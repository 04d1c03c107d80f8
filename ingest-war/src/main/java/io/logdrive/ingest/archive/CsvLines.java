package io.logdrive.ingest.archive;

import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Origin;
import io.logdrive.wire.RecordFlags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a header, whose cells no spreadsheet runs: as the destination's export, an
 * apostrophe stands before what could be a formula.
 *
 * <p>Confined to the thread that writes.
 */
final class CsvLines implements LineFormat {
    private static final String HEAD =
            "time,received,level,service,host,origin,sequence,message,tags,fields,flags\r\n";

    /** What makes a spreadsheet take a cell for a formula. */
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

    private final TimeBytes time = new TimeBytes();
    private final TimeBytes received = new TimeBytes();

    @Override
    public void head(LineBytes out) {
        out.add(HEAD);
    }

    @Override
    public void line(LineBytes out, Origin origin, long sequence, LogRecord line) {
        time.add(out, line.timeMicros());
        out.add(',');
        received.add(out, line.receivedMicros());
        out.add(',');
        cell(out, line.level() == null ? null : line.level().name()).add(',');
        cell(out, line.service()).add(',');
        cell(out, line.host()).add(',');
        out.add(origin.id().toString()).add(',').add(sequence, 1).add(',');
        cell(out, line.body()).add(',');
        cell(out, tags(line.tags())).add(',');
        cell(out, line.fields()).add(',');
        cell(out, line.flags() == 0 ? null : String.join(" ", RecordFlags.words(line.flags())));
        out.add('\r').add('\n');
    }

    private static LineBytes cell(LineBytes out, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return out;
        }
        boolean quoted = false;
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == '"' || c == ',' || c == '\n' || c == '\r';
        }
        String begin = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" : "";
        return quoted
                ? out.add('"').add(begin).add(text.replace("\"", "\"\"")).add('"')
                : out.add(begin).add(text);
    }

    /** As JSON, which is how the destination's export has them. */
    private static String tags(List<String> tags) {
        if (tags.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("[");
        for (String tag : tags) {
            text.append(text.length() == 1 ? "\"" : ",\"");
            tag.chars().forEach(c -> escaped(text, (char) c));
            text.append('"');
        }
        return text.append(']').toString();
    }

    private static void escaped(StringBuilder text, char c) {
        if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
        } else {
            text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
    }
}
