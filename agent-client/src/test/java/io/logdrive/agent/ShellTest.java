package io.logdrive.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What shells, man and systemd are given. Confined to the test's thread. */
class ShellTest {
    @TempDir Path folder;
    private final CommandLine agent = Agent.commandLine(FakeSurroundings.quiet());

    private String printed(String... words) {
        StringWriter out = new StringWriter();
        agent.setOut(new PrintWriter(out));
        assertThat(agent.execute(words)).isZero();
        return out.toString();
    }

    private static List<String> ran(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
        assertThat(process.waitFor()).as("%s: %s", List.of(command), lines).isZero();
        return lines;
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), printed("completion"));

        List<String> commands = completed(script, "logdrive-agent", "");
        List<String> options = completed(script, "logdrive-agent", "tail", "--mul");

        assertThat(commands).contains("tail", "pipe", "check");
        assertThat(options).contains("--multiline", "--multiline-idle");
    }

    /** What bash would offer behind these words, of which the last is begun. */
    private static List<String> completed(Path script, String... words) throws Exception {
        String line = String.join(" ", words);
        return ran(
                "bash",
                "-c",
                "source "
                        + script
                        + "; COMP_WORDS=("
                        + line
                        + (line.endsWith(" ") ? "''" : "")
                        + "); COMP_CWORD="
                        + (words.length - 1)
                        + "; _complete_logdrive-agent; printf '%s\\n' \"${COMPREPLY[@]}\"");
    }

    @Test
    void theManualPageHasEachOption() {
        String page = printed("man").replace("\\-", "-");

        List<String> options = new ArrayList<>();
        for (Map.Entry<String, CommandLine> each : agent.getSubcommands().entrySet()) {
            each.getValue().getCommandSpec().options().forEach(o -> options.add(o.longestName()));
        }
        for (OptionSpec option : agent.getCommandSpec().options()) {
            options.add(option.longestName());
        }
        assertThat(options).hasSizeGreaterThan(50).allMatch(option -> page.contains(option));
        assertThat(page).startsWith(".TH LOGDRIVE-AGENT 1");
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|nf|fi|br)( .*)?"));
    }

    @Test
    void theServiceRunsWhatTheAgentUnderstands() throws IOException {
        Pattern exec = Pattern.compile("ExecStart=/usr/local/bin/logdrive-agent (.*)");
        List<String> lines = Files.readAllLines(Path.of("etc", "logdrive-agent.service"));

        List<String> commands =
                lines.stream()
                        .map(exec::matcher)
                        .filter(Matcher::matches)
                        .map(m -> m.group(1))
                        .toList();

        assertThat(commands).hasSize(1);
        assertThat(agent.parseArgs(commands.get(0).split(" ")).errors()).isEmpty();
    }
}
