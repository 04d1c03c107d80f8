package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/agent.md and the program say the same. Confined to the test's thread. */
class DocsTest {
    private static final Path DOCS = Path.of("..", "docs", "agent.md");
    private static final String DEFAULT = "Default: ";

    private final CommandLine commandLine = Agent.commandLine(FakeSurroundings.quiet());
    private final List<String> docs = readDocs();

    @Test
    void optionsAndTheirDefaultsAreThoseOfTheHelp() {
        Map<String, String> ofHelp = new LinkedHashMap<>();
        for (OptionSpec option : commandLine.getCommandSpec().options()) {
            String label = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
            ofHelp.put(option.longestName() + label, defaultOf(option));
        }

        Map<String, String> ofDocs = new LinkedHashMap<>();
        for (List<String> row : table("option")) {
            ofDocs.put(row.get(0), row.get(2));
        }

        assertThat(ofDocs).containsExactlyEntriesOf(ofHelp);
    }

    @Test
    void exitCodesAreThoseOfTheHelp() {
        Map<String, String> ofDocs = new LinkedHashMap<>();
        table("code").forEach(row -> ofDocs.put(row.get(0), row.get(1)));

        assertThat(ofDocs)
                .containsExactlyEntriesOf(
                        commandLine.getCommandSpec().usageMessage().exitCodeList());
    }

    @Test
    void membersOfTheSummaryAreThoseItHas() throws IOException {
        JsonNode json =
                new ObjectMapper()
                        .readTree(
                                new SummaryJson(
                                                Reports.CONFIG,
                                                Reports.UNCONFIRMED,
                                                Instant.EPOCH,
                                                7)
                                        .with(0));
        List<String> members = new ArrayList<>();
        json.fieldNames().forEachRemaining(members::add);

        assertThat(table("member")).extracting(row -> row.get(0)).isEqualTo(members);
        json.at("/connections/0")
                .fieldNames()
                .forEachRemaining(name -> assertThat(docs).anyMatch(l -> l.contains("`" + name)));
    }

    @Test
    void membersOfTheAcknowledgedSummaryAreThoseItHas() throws IOException {
        String text =
                new SummaryJson(Reports.ACK_CONFIG, Reports.UNACKNOWLEDGED, Instant.EPOCH, 7)
                        .with(0);
        JsonNode json = new ObjectMapper().readTree(text);
        List<String> members = new ArrayList<>();
        json.fieldNames().forEachRemaining(members::add);
        List<String> expected = new ArrayList<>();
        table("member").forEach(row -> expected.add(row.get(0)));
        expected.removeAll(List.of("confirmed", "unconfirmed"));
        table("member with --ack").forEach(row -> expected.add(row.get(0)));

        assertThat(members).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(json.get("acknowledged").asLong()).isEqualTo(4_000);
        assertThat(json.get("unacknowledged").asLong()).isEqualTo(1_000);
        assertThat(json.get("resent").asLong()).isEqualTo(700);
        assertThat(json.at("/connections/0/origin").asText())
                .isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(json.at("/connections/0/source").asText()).isEqualTo("drill");
        assertThat(json.at("/connections/0/position").asLong()).isEqualTo(14_000);
        json.at("/connections/0")
                .fieldNames()
                .forEachRemaining(name -> assertThat(docs).anyMatch(l -> l.contains("`" + name)));
    }

    @Test
    void commandsOfTheDocsAndOfTheHelpAreUnderstood() {
        Pattern command = Pattern.compile("^ *java -jar \\S*agent-client\\.jar (.*)$");
        List<String> lines =
                Stream.concat(
                                docs.stream(),
                                Arrays.stream(commandLine.getCommandSpec().usageMessage().footer()))
                        .filter(command.asPredicate())
                        .toList();

        assertThat(lines).hasSizeGreaterThanOrEqualTo(9);
        for (String line : lines) {
            Matcher matcher = command.matcher(line);
            assertThat(matcher.find()).isTrue();
            assertThat(commandLine.parseArgs(matcher.group(1).split(" ")).errors()).isEmpty();
        }
    }

    private static String defaultOf(OptionSpec option) {
        return Arrays.stream(option.description())
                .filter(line -> line.startsWith(DEFAULT))
                .map(line -> line.substring(DEFAULT.length()))
                .findFirst()
                .orElse("");
    }

    /** The rows below the heading whose first cell is that, without backticks. */
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

    private static List<String> readDocs() {
        try {
            return Files.readAllLines(DOCS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
