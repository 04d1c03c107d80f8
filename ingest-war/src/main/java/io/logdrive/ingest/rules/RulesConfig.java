package io.logdrive.ingest.rules;

import io.logdrive.payara.ConfigurationReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules are.
 *
 * <p>Immutable.
 *
 * @param file or null: there are none
 */
public record RulesConfig(@Nullable Path file) {
    private static final String FILE = "process.rules";

    /** Reads the key {@code process.rules} and, to find what is wrong with it, the file. */
    public static RulesConfig read(ConfigurationReader reader) {
        if (reader.text(FILE, "").isEmpty()) {
            return new RulesConfig(null);
        }
        Path file = reader.path(FILE, "");
        try {
            RuleSet.of(file.toString(), RulesText.read(file));
        } catch (RulesException e) {
            e.problems()
                    .forEach(problem -> reader.refuse(FILE, "a file without problems", problem));
        }
        return new RulesConfig(file);
    }
}
