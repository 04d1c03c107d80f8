package io.logdrive.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServiceUnitTest {
    private static final Pattern START = Pattern.compile("ExecStart=/opt/logdrive/(\\S+) %i (.*)");

    @Test
    void theServiceRunsWhatPayaraRunUnderstands() throws IOException {
        List<Matcher> starts =
                Files.readAllLines(Artefacts.ROOT.resolve("payara/systemd/logdrive@.service"))
                        .stream()
                        .map(START::matcher)
                        .filter(Matcher::matches)
                        .toList();

        assertThat(starts).hasSize(1);
        String usage = Files.readString(Artefacts.ROOT.resolve(starts.get(0).group(1)));
        List<String> words = List.of(starts.get(0).group(2).split(" ", -1));
        assertThat(words).hasSize(4);
        for (String word : words) {
            assertThat(!word.startsWith("--") || usage.contains("\n  " + word + " "))
                    .as(word)
                    .isTrue();
        }
    }
}
