package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.ParseRule;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.wire.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code parse}: of the entries that are for an origin the first whose format fits a line
 * has it. A line that none of them fits is kept whole. Where no entry is for an origin, its lines
 * are told apart as without rules.
 *
 * <p>Confined to the forwarder's thread.
 */
final class ParseStage {
    private final LineParser detecting = new LineParser();
    private final List<Entry> entries;
    private List<Entry> chosen = List.of();
    private LineOrigin chosenFor = LineOrigin.UNKNOWN;
    private @Nullable ParseRule taken;

    /** An entry with the parser that has its zone. Confined to the forwarder's thread. */
    private record Entry(ParseRule rule, LineParser parser) {}

    ParseStage(RuleSet rules) {
        entries =
                rules.parse().stream()
                        .map(rule -> new Entry(rule, new LineParser(rule.zone(), rule.year())))
                        .toList();
    }

    /** Lines of that origin follow. */
    void origin(LineOrigin origin) {
        taken = null;
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
        boolean processIsService = origin.service() == null;
        detecting.processIsService(processIsService);
        chosen.forEach(entry -> entry.parser().processIsService(processIsService));
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    LogRecord parse(byte[] bytes, int start, int end, long receivedMicros, int flags) {
        taken = null;
        if (chosen.isEmpty()) {
            return detecting.parse(bytes, start, end, receivedMicros, flags);
        }
        for (Entry entry : chosen) {
            ParseRule rule = entry.rule();
            LogRecord found =
                    entry.parser().parseAs(rule.format(), bytes, start, end, receivedMicros, flags);
            if (found != null) {
                taken = rule;
                return found;
            }
        }
        return LineParser.unparsed(bytes, start, end, receivedMicros, flags);
    }

    /** Which entry had the last line; null when none was asked or none fitted. */
    @Nullable ParseRule taken() {
        return taken;
    }
}
