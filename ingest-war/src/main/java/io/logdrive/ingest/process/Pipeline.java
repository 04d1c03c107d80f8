package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.LevelRule;
import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.ParseRule;
import io.logdrive.ingest.rules.RecordDraft;
import io.logdrive.ingest.rules.RuleMatches;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.ingest.rules.StageName;
import io.logdrive.ingest.rules.TimeRule;
import io.logdrive.wire.Level;
import io.logdrive.wire.LogRecord;
import io.logdrive.wire.TimeText;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a line through the stages: {@code parse} first, then the others in the order of the
 * rules file. This is where all of them are seen in one place.
 *
 * <p>Confined to the thread that parses.
 */
final class Pipeline {
    private final RuleSet rules;
    private final ParseStage parse;
    private final List<Stage> stages;
    private final RuleMatches matches;
    private final RecordDraft draft = new RecordDraft();

    /** By identity: two entries may ask for the same field in other zones. */
    private final IdentityHashMap<TimeRule, FieldTimes> times = new IdentityHashMap<>();

    private int redacted;

    Pipeline(RuleSet rules) {
        this.rules = rules;
        this.parse = new ParseStage(rules);
        this.matches = new RuleMatches(rules.rules());
        this.stages =
                rules.stages().stream()
                        .filter(name -> name != StageName.PARSE)
                        .map(this::stage)
                        .toList();
    }

    private Stage stage(StageName name) {
        return new Stage(
                name,
                switch (name) {
                    case PARSE -> throw new IllegalArgumentException("parse is the first");
                    case TIME -> this::time;
                    case LEVEL -> Pipeline::level;
                    case FIELDS, TAG, FILTER, REDACT -> record -> matches.apply(name, record);
                });
    }

    /** Of a field, where the entry that parsed the line says so. */
    private void time(RecordDraft record) {
        ParseRule entry = record.parsedBy();
        TimeRule rule = entry == null ? null : entry.time();
        String text = rule == null ? null : record.field(rule.field());
        if (entry == null || rule == null || text == null) {
            return;
        }
        FieldTimes reader =
                times.computeIfAbsent(
                        rule,
                        asked -> new FieldTimes(entry.zone(), entry.year(), asked.patterns()));
        long micros = reader.micros(text, record.receivedMicros());
        if (micros != TimeText.NO_TIME) {
            record.time(micros);
            record.removeField(rule.field());
        }
    }

    /** As {@link #time}. */
    private static void level(RecordDraft record) {
        ParseRule entry = record.parsedBy();
        LevelRule rule = entry == null ? null : entry.level();
        String text = rule == null ? null : record.field(rule.field());
        Level level = rule == null || text == null ? null : rule.levelOf(text);
        if (rule != null && level != null) {
            record.level(level);
            record.removeField(rule.field());
        }
    }

    /** Whether it is by these rules. */
    boolean isOf(RuleSet others) {
        return rules.equals(others);
    }

    /** A chunk follows, whose lines are of that origin. */
    void begin(LineOrigin origin) {
        matches.clear();
        redacted = 0;
        draft.origin(origin);
        parse.origin(origin);
    }

    /** The first stage. */
    ParseStage parse() {
        return parse;
    }

    /**
     * The other stages.
     *
     * @return false when the record was dropped
     */
    boolean finish(LogRecord parsed) {
        if (parse.wasHeader()) {
            return false;
        }
        matches.next();
        draft.take(parsed, parse.taken());
        for (Stage stage : stages) {
            stage.action().apply(draft);
            if (draft.isDropped()) {
                return false;
            }
        }
        redacted += draft.isRedacted() ? 1 : 0;
        return true;
    }

    /** What rules did since the chunk began. */
    RuleCounts counts() {
        return new RuleCounts(rules, matches.hits(), matches.drops(), redacted);
    }

    /**
     * The other stages, one by one.
     *
     * @param after told of each with what the record was and has become
     * @return the rule that dropped it, or null
     */
    @Nullable String trace(LogRecord parsed, StageTrace after) {
        if (parse.wasHeader()) {
            return "header of " + parse.taken();
        }
        matches.next();
        draft.take(parsed, parse.taken());
        for (Stage stage : stages) {
            LogRecord before = draft.toRecord();
            stage.action().apply(draft);
            after.ran(stage.name(), before, draft.toRecord());
            if (draft.isDropped()) {
                return draft.droppedBy();
            }
        }
        return null;
    }

    /** Is told what a stage did. Confined to one thread. */
    @FunctionalInterface
    interface StageTrace {
        void ran(StageName stage, LogRecord before, LogRecord after);
    }

    /** What the record has become that was finished last. */
    LogRecord finished() {
        return draft.toRecord();
    }
}
