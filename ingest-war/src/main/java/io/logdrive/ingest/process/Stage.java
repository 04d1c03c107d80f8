package io.logdrive.ingest.process;

import io.logdrive.ingest.rules.RecordDraft;
import io.logdrive.ingest.rules.StageName;

/**
 * One of the steps behind {@code parse} that a record goes through. Confined to the thread that
 * parses.
 *
 * @param name of the step
 * @param action what it does to a record that no step before has dropped
 */
record Stage(StageName name, Action action) {
    /** What a step does. */
    @FunctionalInterface
    interface Action {
        void apply(RecordDraft draft);
    }
}
