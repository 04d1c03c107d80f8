package io.logdrive.payara.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files of the console must hold to, read as text. */
class ConsoleFilesTest {
    private static final Path FOLDER =
            Path.of("src/main/resources/io/logdrive/payara/console").toAbsolutePath();
    private static final Pattern IMPORT =
            Pattern.compile("(?:\\bfrom|\\bimport) ?\\(?\"(\\.[^\"]*)\"");
    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

    @Test
    void importsOnlyWhatIsThere() throws IOException {
        for (Path script : files(".js")) {
            Matcher imported = IMPORT.matcher(Files.readString(script));
            while (imported.find()) {
                assertThat(script.resolveSibling(imported.group(1)).normalize())
                        .as(script + " " + imported.group(1))
                        .isRegularFile();
            }
        }
    }

    @Test
    void leadsToNobodyElse() throws IOException {
        for (Path file : ours()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain("//cdn", "https:");
        }
        Matcher linked = LINKED.matcher(Files.readString(FOLDER.resolve("index.html")));
        while (linked.find()) {
            String target = linked.group(1);
            assertThat(target).doesNotContain(":").doesNotStartWith("/");
            if (target.startsWith("console/")) {
                assertThat(FOLDER.resolve(target.substring("console/".length()))).isRegularFile();
            }
        }
    }

    /** Under the policy none of it would work, and text of log lines must never become markup. */
    @Test
    void hasNothingInlineAndMakesNoMarkupOfText() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("index.html")))
                .doesNotContain("<style", " style=", " onclick=", "<script>");
        for (Path file : ours()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "dangerouslySet",
                            "eval(",
                            "new Function");
        }
    }

    @Test
    void hasTheLicenceOfEachLibrary() throws IOException {
        List<String> licences =
                Stream.of("preact", "htm", "uplot", "virtual-core")
                        .map(library -> "lib/LICENSE-" + library + ".txt")
                        .toList();

        assertThat(licences)
                .allSatisfy(licence -> assertThat(FOLDER.resolve(licence)).isRegularFile());
    }

    private static List<Path> ours() throws IOException {
        return files(".js").stream()
                .filter(file -> !file.startsWith(FOLDER.resolve("lib")))
                .toList();
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            List<Path> found =
                    List.copyOf(
                            new TreeSet<>(
                                    all.filter(file -> file.toString().endsWith(ending)).toList()));
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
