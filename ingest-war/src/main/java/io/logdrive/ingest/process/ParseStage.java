package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.FieldsRecord;
import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.ParseRule;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.RecordFlags;
import io.logdrive.wire.Utf8Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code parse}: of the entries that are for an origin the first whose format fits a line
 * has it. A line that none of them fits is kept whole. Where no entry is for an origin, its lines
 * are told apart as without rules.
 *
 * <p>Confined to the thread that parses.
 */
final class ParseStage {
    private final LineParser detecting = new LineParser();
    private final List<Entry> entries;
    private List<Entry> chosen = List.of();
    private LineOrigin chosenFor = LineOrigin.UNKNOWN;
    private boolean processIsService;
    private @Nullable ParseRule taken;
    private boolean header;

    /** An entry with the parser that has its zone. Confined to the thread that parses. */
    private record Entry(ParseRule rule, LineParser parser) {}

    /** A line as it is in the body of its chunk. Confined to the thread that parses. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(byte[] bytes, int start, int end, long receivedMicros, int flags) {
        Utf8Text clean() {
            int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            return Utf8Text.decode(bytes, start, stop - start);
        }
    }

    ParseStage(RuleSet rules) {
        entries =
                rules.parse().stream()
                        .map(rule -> new Entry(rule, new LineParser(rule.zone(), rule.year())))
                        .toList();
    }

    /** Lines of that origin follow. */
    void origin(LineOrigin origin) {
        taken = null;
        header = false;
        if (!origin.equals(chosenFor)) {
            List<Entry> fitting = new ArrayList<>();
            for (Entry entry : entries) {
                if (entry.rule().isFor(origin)) {
                    fitting.add(entry);
                }
            }
            chosen = fitting;
            chosenFor = origin;
        }
        processIsService = origin.service() == null;
        detecting.processIsService(processIsService);
        chosen.forEach(entry -> entry.parser().processIsService(processIsService));
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    LogRecord parse(byte[] bytes, int start, int end, long receivedMicros, int flags) {
        taken = null;
        header = false;
        if (chosen.isEmpty()) {
            return detecting.parse(bytes, start, end, receivedMicros, flags);
        }
        Line line = new Line(bytes, start, end, receivedMicros, flags);
        for (Entry entry : chosen) {
            ParseRule rule = entry.rule();
            LogRecord found =
                    rule.hasShape()
                            ? shaped(rule, line)
                            : entry.parser()
                                    .parseAs(
                                            rule.format(),
                                            bytes,
                                            start,
                                            end,
                                            receivedMicros,
                                            flags);
            if (found != null) {
                taken = rule;
                return found;
            }
        }
        return LineParser.unparsed(bytes, start, end, receivedMicros, flags);
    }

    private @Nullable LogRecord shaped(ParseRule rule, Line line) {
        Utf8Text clean = line.clean();
        Map<String, String> found = rule.fieldsOf(clean.text());
        if (found == null) {
            return null;
        }
        header = rule.isHeader(found);
        int flags = clean.replaced() ? line.flags() | RecordFlags.REPLACED : line.flags();
        return FieldsRecord.of(
                new FieldsRecord.Line(clean.text(), line.receivedMicros(), flags, processIsService),
                found);
    }

    /** Which entry had the last line; null when none was asked or none fitted. */
    @Nullable ParseRule taken() {
        return taken;
    }

    /** Whether the last line was the names of the columns of the others: it is dropped. */
    boolean wasHeader() {
        return header;
    }
}
