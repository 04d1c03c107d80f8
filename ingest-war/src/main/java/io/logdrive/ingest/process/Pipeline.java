package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.LineOrigin;
import io.logdrive.ingest.rules.RecordDraft;
import io.logdrive.ingest.rules.RuleMatches;
import io.logdrive.ingest.rules.RuleSet;
import io.logdrive.ingest.rules.StageName;
import io.logdrive.wire.LogRecord;
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
                    case PARSE, TIME, LEVEL -> none -> {};
                    case FIELDS, TAG, FILTER, REDACT -> record -> matches.apply(name, record);
                });
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
