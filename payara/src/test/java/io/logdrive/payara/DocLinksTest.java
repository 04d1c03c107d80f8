package io.logdrive.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents and the scripts refer to is there. */
class DocLinksTest {
    private static final Path ROOT = Files.exists(Path.of("run")) ? Path.of("..") : Path.of(".");
    private static final Pattern LINK = Pattern.compile("]\\(<?([^)>#\\s]+)(?:#[^)]*)?>?\\)");
    private static final Pattern NAMED = Pattern.compile("\\bdocs/[\\w/-]+\\.md\\b");

    @Test
    void relativeLinksResolve() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> documents = documents();
        for (Path document : documents) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*")
                        && !Files.exists(document.resolveSibling(target).normalize())) {
                    broken.add(document + " -> " + target);
                }
            }
        }

        assertThat(documents).contains(ROOT.resolve("README.md"));
        assertThat(broken).isEmpty();
    }

    @Test
    void documentsThatScriptsNameAreThere() throws IOException {
        List<String> named = new ArrayList<>();
        for (String script : List.of("run", "broker", "demo", "postgresql", "prove")) {
            Matcher name = NAMED.matcher(Files.readString(ROOT.resolve("payara").resolve(script)));
            while (name.find()) {
                named.add(name.group());
            }
        }

        assertThat(named)
                .contains("docs/configuration.md")
                .allMatch(name -> Files.exists(ROOT.resolve(name)));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 4)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(
                            file ->
                                    Stream.of("target", ".git", "logdrive-data")
                                            .noneMatch(
                                                    skipped ->
                                                            file.toString()
                                                                    .contains("/" + skipped + "/")))
                    .toList();
        }
    }
}
