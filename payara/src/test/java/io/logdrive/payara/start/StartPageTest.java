package io.logdrive.payara.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPageTest {
    @TempDir Path instance;

    private final Properties process = new Properties();
    private final StartPage ingest = new StartPage(process, "ingest");
    private final StartPage destination = new StartPage(process, "destination");
    private Path page;

    @BeforeEach
    void setUp() throws IOException {
        process.setProperty("com.sun.aas.instanceRoot", instance.toString());
        page = Files.createDirectory(instance.resolve("docroot")).resolve("index.html");
    }

    @Test
    void leadsToTheDestinationWhichEverComesFirst() throws IOException {
        ingest.open("/ingest");
        assertThat(Files.readString(page))
                .contains(
                        "<meta http-equiv=\"refresh\" content=\"0; url=./ingest/\">",
                        "<a href=\"./ingest/\">");

        destination.open("/destination");
        assertThat(Files.readString(page)).contains("url=./destination/\"");

        ingest.close();
        ingest.open("/ingest");
        assertThat(Files.readString(page)).contains("url=./destination/\"");
    }

    @Test
    void leadsToIngestAgainAndNowhereWhenNothingIsLeft() throws IOException {
        ingest.open("/ingest");
        destination.open("/destination");

        destination.close();
        assertThat(Files.readString(page)).contains("url=./ingest/\"");

        ingest.close();
        assertThat(page).doesNotExist();
        assertThat(files()).containsExactly("docroot");
    }

    @Test
    void goesByWhereTheWarIsDeployed() throws IOException {
        destination.open("/a b/\"><script>'&ö:");

        assertThat(Files.readString(page))
                .contains(
                        "url=./a%20b/%22%3E%3Cscript%3E&#39;&amp;%C3%B6:/\"",
                        "href=\"./a%20b/%22%3E%3Cscript%3E&#39;&amp;%C3%B6:/\"");
    }

    @Test
    void leavesTheRootToAWarThatIsThere() {
        ingest.open("/ingest");
        destination.open("");

        assertThat(page).doesNotExist();
    }

    @Test
    void leavesAPageOfOthersAlone() throws IOException {
        Files.writeString(page, "theirs");

        destination.open("/destination");
        assertThat(page).hasContent("theirs");
        destination.close();
        assertThat(page).hasContent("theirs");
    }

    @Test
    void failsNothingWhereThereIsNoSuchFolder() throws IOException {
        Files.delete(instance.resolve("docroot"));
        destination.open("/destination");
        assertThat(files()).isEmpty();

        process.setProperty("com.sun.aas.instanceRoot", "\0");
        destination.open("/destination");
        process.remove("com.sun.aas.instanceRoot");
        destination.open("/destination");
        destination.close();
        assertThat(files()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(instance)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
