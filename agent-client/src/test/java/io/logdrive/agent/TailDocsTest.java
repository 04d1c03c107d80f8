package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/tail.md and the program say the same. Confined to the test's thread. */
class TailDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "tail.md");
    private static final String DEFAULT = "Default: ";

    private final CommandLine all = Agent.commandLine(FakeSurroundings.quiet());
    private final List<String> docs;

    TailDocsTest() throws IOException {
        docs = Files.readAllLines(DOCS);
    }

    private CommandLine command(String verb) {
        return Objects.requireNonNull(all.getSubcommands().get(verb));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail", "pipe"})
    void optionsAndTheirDefaultsAreThoseOfTheHelp(String verb) {
        Map<String, String> ofHelp = new LinkedHashMap<>();
        for (OptionSpec option : command(verb).getCommandSpec().options()) {
            String label = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
            ofHelp.put(option.longestName() + label, defaultOf(option));
        }
        Map<String, String> ofDocs = new LinkedHashMap<>();
        table("option of " + verb).forEach(row -> ofDocs.put(row.get(0), row.get(2)));

        assertThat(ofDocs).containsExactlyInAnyOrderEntriesOf(ofHelp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tail", "pipe", "check", "status"})
    void exitCodesAreThoseOfTheHelp(String verb) {
        Map<String, String> ofDocs = new LinkedHashMap<>();
        table("code of " + verb).forEach(row -> ofDocs.put(row.get(0), row.get(1)));

        assertThat(ofDocs)
                .containsExactlyEntriesOf(
                        command(verb).getCommandSpec().usageMessage().exitCodeList());
    }

    @Test
    void commandsOfTheDocsAndOfTheHelpAreUnderstood() {
        Pattern pattern =
                Pattern.compile(
                        "java -jar \\S*agent-client\\.jar ((?:tail|pipe|check|status)(?:"
                                + " [^>]*|$))");
        List<String> lines = new ArrayList<>(docs);
        for (String verb : List.of("tail", "pipe")) {
            lines.addAll(List.of(command(verb).getCommandSpec().usageMessage().footer()));
        }
        int found = 0;
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                String[] words = matcher.group(1).strip().replace("'", "").split(" +");
                assertThat(all.parseArgs(words).errors()).isEmpty();
                found++;
            }
        }

        assertThat(found).isGreaterThanOrEqualTo(7);
    }

    private static String defaultOf(OptionSpec option) {
        return Arrays.stream(option.description())
                .filter(line -> line.startsWith(DEFAULT))
                .map(line -> line.substring(DEFAULT.length()))
                .findFirst()
                .orElse("");
    }

    private List<List<String>> table(String heading) {
        int at = 0;
        while (!docs.get(at).startsWith("| " + heading + " |")) {
            at++;
        }
        List<List<String>> rows = new ArrayList<>();
        for (at += 2; at < docs.size() && docs.get(at).startsWith("|"); at++) {
            String[] cells = docs.get(at).replace("`", "").split("\\|", -1);
            rows.add(Arrays.stream(cells).skip(1).map(String::strip).toList());
        }
        return rows;
    }
}
