package io.logdrive.payara.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files of the console must hold to, read as text. */
class ConsoleFilesTest {
    private static final Path FOLDER =
            Path.of("src/main/resources/io/logdrive/payara/console").toAbsolutePath();
    private static final Pattern IMPORT =
            Pattern.compile("(?:\\bfrom|\\bimport) ?\\(?\"(\\.[^\"]*)\"");
    private static final Pattern NAMED = Pattern.compile("import \\{([^}]*)} from \"(\\.[^\"]*)\"");
    private static final Pattern EXPORTED =
            Pattern.compile(
                    "\\bexport (?:(?:async )?(?:function|const|class)\\*? (\\w+)|\\{([^}]*)})");
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

    /** A page that names what is not exported is not shown at all. */
    @Test
    void importsOnlyWhatIsExported() throws IOException {
        for (Path script : ours()) {
            Matcher named = NAMED.matcher(Files.readString(script));
            while (named.find()) {
                Path other = script.resolveSibling(named.group(2)).normalize();
                if (!other.startsWith(FOLDER.resolve("lib"))) {
                    assertThat(exported(other))
                            .as(script + " of " + other)
                            .containsAll(names(named.group(1), 0));
                }
            }
        }
    }

    private static Set<String> exported(Path script) throws IOException {
        Set<String> exported = new TreeSet<>();
        Matcher each = EXPORTED.matcher(Files.readString(script));
        while (each.find()) {
            exported.addAll(
                    each.group(1) != null ? Set.of(each.group(1)) : names(each.group(2), 1));
        }
        return exported;
    }

    /** Of "a, b as c" the names of one side of the "as". */
    private static Set<String> names(String list, int side) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(each -> each.split(" as ", -1))
                .map(sides -> sides[Math.min(side, sides.length - 1)])
                .collect(Collectors.toSet());
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
