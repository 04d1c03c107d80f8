package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
