package io.logdrive.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** No option of the help is without a test that gives it. Confined to the test's thread. */
class EachOptionTest {
    /** These compare names with documents, or with each other: they give none to the program. */
    private static final Set<String> OTHERS =
            Set.of("EachOptionTest.java", "DocsTest.java", "TailDocsTest.java");

    @Test
    void isGivenByATest() throws IOException {
        String tests = sources(Path.of("src/test/java")) + sources(Path.of("../system-test/src"));
        CommandLine agent = Agent.commandLine(FakeSurroundings.quiet());
        List<String> missing = new ArrayList<>(missing("agent", agent, tests));
        for (Map.Entry<String, CommandLine> each : agent.getSubcommands().entrySet()) {
            missing.addAll(missing(each.getKey(), each.getValue(), tests));
        }

        assertThat(missing).isEmpty();
    }

    private static List<String> missing(String verb, CommandLine command, String tests) {
        List<String> missing = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            String name = option.longestName();
            // Behind it comes its value, or its end, and not the rest of a longer name.
            boolean given = Pattern.compile(name + "[^a-z-]").matcher(tests).find();
            boolean set = Pattern.compile("\\b" + name.substring(2) + ": ").matcher(tests).find();
            if (!given && !set) {
                missing.add(verb + " " + name);
            }
        }
        return missing;
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !OTHERS.contains(file.getFileName() + ""))
                    .forEach(file -> text.append(read(file)));
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
