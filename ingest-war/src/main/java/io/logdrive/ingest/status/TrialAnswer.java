package io.logdrive.ingest.status;

import io.logdrive.ingest.process.Trial;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.ingest.rules.RulesException;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.Utf8Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What {@code POST /ingest/process/try} answers. Thread-safe. */
final class TrialAnswer {
    /** Rules may be made to cost time, and lines too. */
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private TrialAnswer() {}

    /**
     * Tries the lines.
     *
     * @param inForce the rules where the request has none of its own
     * @throws IllegalArgumentException when its own are wrong or it takes too long
     */
    static String of(TrialRequest request, RuleSet inForce, long receivedMicros) {
        long begun = System.nanoTime();
        Trial trial = new Trial(rules(request, inForce), request.origin());
        StringJoiner lines = new StringJoiner(",", "{\"lines\":[", "]}");
        for (String line : request.lines()) {
            if (System.nanoTime() - begun > NANOS_MAX) {
                throw new IllegalArgumentException(
                        "lines: expected all of them to take at most 5 s, found more");
            }
            lines.add(line(line, trial.line(line, receivedMicros)));
        }
        return lines.toString();
    }

    private static RuleSet rules(TrialRequest request, RuleSet inForce) {
        try {
            return request.rules() == null ? inForce : RuleSet.of("rules", request.rules());
        } catch (RulesException e) {
            throw new IllegalArgumentException(String.join("; ", e.problems()), e);
        }
    }

    private static String line(String line, Trial.Outcome outcome) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("line", RecordJson.quoted(Utf8Text.clean(line).text()));
        StringJoiner stages = new StringJoiner(",", "[", "]");
        outcome.steps().forEach(step -> stages.add(stage(step, outcome.entry())));
        json.put("stages", stages.toString());
        if (outcome.droppedBy() == null) {
            json.put("message", RecordJson.of(outcome.last()));
        } else {
            json.put("droppedBy", RecordJson.quoted(outcome.droppedBy()));
        }
        return RecordJson.object(json);
    }

    private static String stage(Trial.Step step, @Nullable String entry) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("stage", RecordJson.quoted(step.stage().word()));
        LogRecord before = step.before();
        if (before == null) {
            json.put("entry", RecordJson.quoted(entry == null ? "" : entry));
            json.put("found", RecordJson.of(step.after()));
        } else {
            json.put("changes", RecordJson.changes(before, step.after()));
        }
        return RecordJson.object(json);
    }
}
