package io.logdrive.ingest.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rules in force for tests of other packages. Thread-safe. */
public final class RulesOf {
    private RulesOf() {}

    /** Those of a text. */
    public static EffectiveRules text(String text) {
        try {
            Path file = Files.createTempFile("rules", ".yaml");
            try {
                Files.writeString(file, text);
                return EffectiveRules.open(new RulesConfig(file), RulesEvents.NONE);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
