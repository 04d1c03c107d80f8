package io.logdrive.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What is inside the artefacts: nothing that is not on the list of src/test/resources/jars, which
 * people read when it changes.
 */
class JarsIT {
    private static final Pattern LIBRARY =
            Pattern.compile("WEB-INF/lib/(.+?)-\\d[\\w.]*(-\\d+)?(-[A-Za-z][\\w-]*)?\\.jar");
    private static final Pattern SHADED =
            Pattern.compile("META-INF/maven/[^/]+/([^/]+)/pom\\.properties");

    @Test
    void theIngestWarHoldsTheLibrariesThatAreAllowed() throws IOException {
        assertThat(names(Artefacts.ingestWar(), LIBRARY)).isEqualTo(allowed("ingest.war"));
    }

    @Test
    void theDestinationWarHoldsTheLibrariesThatAreAllowed() throws IOException {
        assertThat(names(Artefacts.destinationWar(), LIBRARY))
                .isEqualTo(allowed("destination.war"));
    }

    @Test
    void theAgentHoldsTheLibrariesThatAreAllowed() throws IOException {
        assertThat(names(Artefacts.agent(), SHADED)).isEqualTo(allowed("agent-client.jar"));
    }

    @Test
    void eachArtefactHoldsABillOfItsMaterials() throws IOException {
        assumeThat(System.getProperty("logdrive.systemtest.maven"))
                .as("built offline: CycloneDX makes no bill then")
                .isNotEqualTo("offline true");
        lists(Artefacts.ingestWar(), "WEB-INF/classes/META-INF/sbom/ingest.cdx.json", "wire");
        lists(
                Artefacts.destinationWar(),
                "WEB-INF/classes/META-INF/sbom/destination.cdx.json",
                "wire");
        lists(Artefacts.agent(), "META-INF/sbom/agent-client.cdx.json", "agent-client");
    }

    /** The bill names each library but {@code own}, which is the artefact itself or ours. */
    private static void lists(Path artefact, String bill, String own) throws IOException {
        String file = String.valueOf(artefact.getFileName());
        try (ZipFile zip = new ZipFile(artefact.toFile())) {
            ZipEntry entry = zip.getEntry(bill);
            assertThat(entry).as(bill).isNotNull();
            String text = new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
            assertThat(text).contains("\"bomFormat\" : \"CycloneDX\"");
            for (String library : allowed(file)) {
                if (!library.equals(own)) {
                    assertThat(text).contains("\"name\" : \"" + library + "\"");
                }
            }
        }
    }

    private static List<String> names(Path artefact, Pattern library) throws IOException {
        try (ZipFile zip = new ZipFile(artefact.toFile())) {
            return zip.stream()
                    .map(entry -> library.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> allowed(String artefact) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/jars", artefact))) {
            return lines.sorted().toList();
        }
    }
}
