package io.logdrive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.logdrive.payara.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration-ingest.md against the records that read the keys, both ways. */
class ConfigurationDocTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `(logdrive\\.ingest\\.[^`]+)` \\| (?:`([^`]*)`)? *\\|.*");

    @Test
    void documentsEveryKeyWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> documented = rows(document());
        Map<String, String> inForce =
                new LinkedHashMap<>(IngestConfig.read(Settings.ofMap(Map.of())).effective());

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(inForce);
    }

    /** The settings of the consumers that come with ingest, which are there when one is named. */
    @Test
    void documentsEveryKeyOfTheConsumersWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> documented = rows(Path.of("..", "docs", "consumers.md"));
        Map<String, String> inForce = new LinkedHashMap<>();
        String jdbc = "logdrive.ingest.consumer.jdbc.";
        inForce.putAll(
                IngestConfig.read(
                                Settings.ofMap(
                                        Map.of(
                                                "logdrive.ingest.consumers",
                                                "archive,stdout,jdbc",
                                                jdbc + "url",
                                                "jdbc:x",
                                                jdbc + "statement",
                                                "INSERT :message")))
                        .effective());
        inForce.keySet().removeIf(key -> !key.startsWith("logdrive.ingest.consumer."));
        // What all consumers have is shown for the archive; these two have no default.
        inForce.keySet()
                .removeIf(
                        key ->
                                !key.contains(".archive.")
                                        && key.matches(".*\\.(type|commit-.*|ledger-.*)"));
        inForce.put(jdbc + "url", "");
        inForce.put(jdbc + "statement", "");
        String here = Path.of("").toAbsolutePath().toString();
        inForce.replaceAll((key, value) -> value.replace(here, "."));

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(inForce);
    }

    private static Map<String, String> rows(Path document) throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(document)) {
            lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .forEach(
                            row ->
                                    documented.put(
                                            row.group(1),
                                            row.group(2) == null ? "" : row.group(2)));
        }
        return documented;
    }

    private static Path document() {
        Path inModule = Path.of("..", "docs", "configuration-ingest.md");
        return Files.exists(inModule) ? inModule : Path.of("docs", "configuration-ingest.md");
    }
}
