package io.logdrive.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logdrive.payara.ConfigurationException;
import io.logdrive.payara.ConfigurationReader;
import io.logdrive.payara.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesConfigTest {
    private static final String PREFIX = "logdrive.ingest.";

    @TempDir private Path folder;

    @Test
    void hasNoFileWhenNothingIsSaid() {
        assertThat(read("").file()).isNull();
    }

    @Test
    void namesTheFile() throws IOException {
        Path file = folder.resolve("rules.yaml");
        Files.writeString(file, "rules: []");

        assertThat(read(file.toString()).file()).isEqualTo(file);
    }

    @Test
    void refusesEachProblemOfTheFile() throws IOException {
        Path file = folder.resolve("rules.yaml");
        Files.writeString(file, "a: 1\nb: 2");

        assertThatThrownBy(() -> read(file.toString()))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                problem(file, "1: a"), problem(file, "2: b")));
        assertThatThrownBy(() -> read(folder.resolve("none").toString()))
                .hasMessageContaining(
                        PREFIX
                                + "process.rules: expected a file without problems, found "
                                + folder.resolve("none")
                                + ": expected a file, found none");
    }

    private static String problem(Path file, String place) {
        return PREFIX
                + "process.rules: expected a file without problems, found "
                + file
                + ":"
                + place
                + ": expected a known key (one of parse, patterns, rules, stages), found an unknown"
                + " one";
    }

    private static RulesConfig read(String file) {
        ConfigurationReader reader =
                new ConfigurationReader(
                        PREFIX, Settings.ofMap(Map.of(PREFIX + "process.rules", file)));
        RulesConfig config = RulesConfig.read(reader);
        reader.finish();
        return config;
    }
}
